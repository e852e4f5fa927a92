import { apiGatewayCriteria } from './api-gateway/criteria.ts'
import { bucketCriteria } from './bucket/criteria.ts'
import { consumerCriteria } from './consumer/criteria.ts'
import type { Criterion } from './criterion.ts'
import { demonstrationCriteria } from './demonstration/criteria.ts'
import { documentationCriteria } from './documentation/criteria.ts'
import { infrastructureCriteria } from './infrastructure/criteria.ts'
import { producerCriteria } from './producer/criteria.ts'

/** Requirements 1 to 7, each in a folder named for its subject. */
export const allCriteria: readonly Criterion[] = [
  ...infrastructureCriteria,
  ...producerCriteria,
  ...consumerCriteria,
  ...apiGatewayCriteria,
  ...bucketCriteria,
  ...demonstrationCriteria,
  ...documentationCriteria,
]
