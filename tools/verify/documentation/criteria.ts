import type { Criterion } from '../criterion.ts'

export const documentationCriteria: readonly Criterion[] = []
