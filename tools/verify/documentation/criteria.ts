import type { Criterion } from '../criterion.ts'
import { apiGuide } from './api-guide.ts'
import { cleanupGuide } from './cleanup-guide.ts'
import { costPage } from './cost-page.ts'
import { deploymentGuide } from './deployment-guide.ts'
import { prerequisites } from './prerequisites.ts'

/** Requirement 7: follows the documents on the running system. */
export const documentationCriteria: readonly Criterion[] = [
  deploymentGuide,
  prerequisites,
  apiGuide,
  cleanupGuide,
  costPage,
]
