import type { Criterion } from '../criterion.ts'

export const consumerCriteria: readonly Criterion[] = []
