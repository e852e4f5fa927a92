import type { Criterion } from '../criterion.ts'
import { coldAndWarm } from './cold-and-warm.ts'
import { evidenceBundle } from './evidence-bundle.ts'
import { ingestStep } from './ingest-step.ts'
import { paperFormats } from './paper-formats.ts'
import { parallelTest } from './parallel-test.ts'
import { predictStep } from './predict-step.ts'
import { readBack } from './read-back.ts'

/** Requirement 6: compares the demonstration's own run and bundle with the system on which it ran. */
export const demonstrationCriteria: readonly Criterion[] = [
  ingestStep,
  predictStep,
  readBack,
  coldAndWarm,
  parallelTest,
  evidenceBundle,
  paperFormats,
]
