import type { Criterion } from '../criterion.ts'
import { largerThanAPackage } from './larger-than-a-package.ts'
import { outlivesEnvironments } from './outlives-environments.ts'
import { storedOnce } from './stored-once.ts'
import { usableWithoutDeployment } from './usable-without-deployment.ts'

/** The claims of the README's first sentences beyond the requirements. They are checked as the criteria are. */
export const allClaims: readonly Criterion[] = [
  largerThanAPackage,
  storedOnce,
  usableWithoutDeployment,
  outlivesEnvironments,
]
