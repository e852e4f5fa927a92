import type { Criterion } from '../criterion.ts'

export const demonstrationCriteria: readonly Criterion[] = []
