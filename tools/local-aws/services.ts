import type { Service } from './operation.ts'
import { apiGateway } from './services/api-gateway/service.ts'
import { cloudFormation } from './services/cloudformation/service.ts'
import { ec2 } from './services/ec2/service.ts'
import { efs } from './services/efs/service.ts'
import { iam } from './services/iam/service.ts'
import { lambda } from './services/lambda/service.ts'
import { logs } from './services/logs/service.ts'
import { s3 } from './services/s3/service.ts'
import { sts } from './services/sts/service.ts'
import { tagging } from './services/tagging/service.ts'

/** Every service of the local AWS, by the name in a signature's credential scope. */
export const services: ReadonlyMap<string, Service> = new Map(
  [apiGateway, cloudFormation, ec2, efs, iam, lambda, logs, s3, sts, tagging].map(service => [
    service.signingName,
    service,
  ]),
)
