import type { Account } from '../operation.ts'
import type { Properties } from '../resources/resource-type.ts'

interface NamedType {
  readonly property: string
  readonly isTaken: (account: Account, name: string) => boolean
}

/** Types whose name is their identifier, so that two resources cannot have the same one. */
const namedTypes: Readonly<Record<string, NamedType>> = {
  'AWS::S3::Bucket': { property: 'BucketName', isTaken: ({ s3 }, name) => s3.buckets.has(name) },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', isTaken: ({ logs }, name) => logs.groups.has(name) },
  'AWS::Lambda::Function': { property: 'FunctionName', isTaken: ({ lambda }, name) => lambda.functions.has(name) },
  'AWS::IAM::Role': { property: 'RoleName', isTaken: ({ iam }, name) => iam.roles.has(name) },
}

export interface TakenName {
  readonly name: string
  readonly property: string
}

/** The name in the properties, if a resource of the account already has it. */
export function takenName(account: Account, type: string, properties: Properties): TakenName | undefined {
  const named = namedTypes[type]
  const name = named && properties[named.property]
  return typeof name === 'string' && named!.isTaken(account, name) ? { name, property: named!.property } : undefined
}
