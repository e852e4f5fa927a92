import type { Criterion } from '../criterion.ts'

export const infrastructureCriteria: readonly Criterion[] = []
