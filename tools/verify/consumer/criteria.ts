import type { Criterion } from '../criterion.ts'
import { archivedResult } from './archived-result.ts'
import { consumerMount } from './consumer-mount.ts'
import { missingFile } from './missing-file.ts'
import { parallelReaders } from './parallel-readers.ts'
import { predictAnswer } from './predict-answer.ts'
import { processing } from './processing.ts'
import { readFile } from './read-file.ts'
import { resultFile } from './result-file.ts'

/** Requirement 3. */
export const consumerCriteria: readonly Criterion[] = [
  consumerMount,
  readFile,
  processing,
  resultFile,
  archivedResult,
  parallelReaders,
  predictAnswer,
  missingFile,
]
