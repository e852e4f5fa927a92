import type { Criterion } from '../criterion.ts'

export const bucketCriteria: readonly Criterion[] = []
