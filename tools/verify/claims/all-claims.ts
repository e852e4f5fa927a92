import type { Criterion } from '../criterion.ts'
import { largerThanAPackage } from './larger-than-a-package.ts'
import { outlivesEnvironments } from './outlives-environments.ts'
import { storedOnce } from './stored-once.ts'
import { usableWithoutDeployment } from './usable-without-deployment.ts'

/** What the README's first sentences say beyond the requirements, checked as the criteria are. */
export const allClaims: readonly Criterion[] = [
  largerThanAPackage,
  storedOnce,
  usableWithoutDeployment,
  outlivesEnvironments,
]
