import type { Criterion } from '../criterion.ts'

export const apiGatewayCriteria: readonly Criterion[] = []
