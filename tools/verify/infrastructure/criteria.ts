import type { Criterion } from '../criterion.ts'
import { accessPoint } from './access-point.ts'
import { modules } from './modules.ts'
import { mountTargets } from './mount-targets.ts'
import { privateSubnets } from './private-subnets.ts'
import { s3Endpoint } from './s3-endpoint.ts'
import { securityGroups } from './security-groups.ts'
import { stackOutputs } from './stack-outputs.ts'

export const infrastructureCriteria: readonly Criterion[] = [
  privateSubnets,
  mountTargets,
  accessPoint,
  securityGroups,
  s3Endpoint,
  stackOutputs,
  modules,
]
