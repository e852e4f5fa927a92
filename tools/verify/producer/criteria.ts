import type { Criterion } from '../criterion.ts'

export const producerCriteria: readonly Criterion[] = []
