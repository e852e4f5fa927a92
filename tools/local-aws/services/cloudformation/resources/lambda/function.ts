import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  PutFunctionConcurrencyCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { HandlerError } from '../handler-error.ts'
import { honouring } from '../honouring.ts'
import { numberOf } from '../property-values.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { goneKeys, tagMap } from '../tags.ts'
import { waitFor } from '../wait.ts'
import { configuration, withDefaults } from './function-configuration.ts'
import { networkInterfacesReleased } from './network-interfaces-released.ts'

const codeProperties = ['Code', 'Architectures']
/** The properties that UpdateFunctionConfiguration does not set. */
const beside = [...codeProperties, 'ReservedConcurrentExecutions', 'Tags']

const honoured = [
  'FunctionName',
  'Description',
  'Runtime',
  'Handler',
  'Role',
  'Code.S3Bucket',
  'Code.S3Key',
  'Code.S3ObjectVersion',
  'Architectures',
  'PackageType',
  'MemorySize',
  'Timeout',
  'Environment',
  'VpcConfig.SubnetIds',
  'VpcConfig.SecurityGroupIds',
  'FileSystemConfigs',
  'LoggingConfig',
  'EphemeralStorage',
  'TracingConfig',
  'Layers',
  'DeadLetterConfig',
  'KmsKeyArn',
  'ReservedConcurrentExecutions',
  'Tags',
]

// Complete only when the function is active, as CloudFormation waits for a function in a VPC.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
export const lambdaFunction = honouring(honoured, {
  typeName: 'AWS::Lambda::Function',

  async create(properties, context) {
    const FunctionName = properties.FunctionName ?? context.generateName({ maxLength: 64 })
    const { S3Bucket, S3Key, S3ObjectVersion } = properties.Code
    if (!S3Bucket) throw new HandlerError('InvalidRequest', 'The local CloudFormation takes code from S3 only.')
    await context.clients.lambda.send(
      new CreateFunctionCommand({
        ...configuration(properties),
        FunctionName,
        Role: properties.Role,
        Code: { S3Bucket, S3Key, S3ObjectVersion },
        Architectures: properties.Architectures,
        PackageType: properties.PackageType,
        Tags: tagMap(context.tags, properties.Tags),
      }),
    )
    context.initiated(FunctionName)
    const created = await settled(FunctionName, context)
    await reserve(FunctionName, properties, context)
    return created
  },

  applies: [
    'Description',
    'Runtime',
    'Handler',
    'Role',
    'Code',
    'Architectures',
    'MemorySize',
    'Timeout',
    'Environment',
    'VpcConfig',
    'FileSystemConfigs',
    'LoggingConfig',
    'EphemeralStorage',
    'ReservedConcurrentExecutions',
    'Tags',
  ],

  async update({ physicalId, before, after, changed }, context) {
    if (changed.some(name => codeProperties.includes(name))) {
      const { S3Bucket, S3Key, S3ObjectVersion } = after.Code
      await context.clients.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: physicalId,
          S3Bucket,
          S3Key,
          S3ObjectVersion,
          Architectures: after.Architectures,
        }),
      )
      await settled(physicalId, context)
    }
    if (changed.some(name => !beside.includes(name))) {
      await context.clients.lambda.send(
        new UpdateFunctionConfigurationCommand({
          ...configuration(withDefaults(physicalId, before, after)),
          FunctionName: physicalId,
          Role: after.Role,
        }),
      )
    }
    if (changed.includes('Tags')) await changeTags(physicalId, before, after, context)
    if (changed.includes('ReservedConcurrentExecutions')) {
      if (after.ReservedConcurrentExecutions === undefined) {
        await context.clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: physicalId }))
      }
      await reserve(physicalId, after, context)
    }
    return settled(physicalId, context)
  },

  async delete(FunctionName, properties, context) {
    try {
      await context.clients.lambda.send(new DeleteFunctionCommand({ FunctionName }))
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
    if (properties.VpcConfig) await networkInterfacesReleased(FunctionName, properties.VpcConfig, context)
  },
})

async function changeTags(FunctionName: string, before: Properties, after: Properties, context: ResourceContext) {
  const { lambda } = context.clients
  const { FunctionArn: Resource } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const Tags = tagMap(context.tags, after.Tags)
  const TagKeys = goneKeys(context, before.Tags, after.Tags)
  if (TagKeys.length > 0) await lambda.send(new UntagResourceCommand({ Resource, TagKeys }))
  await lambda.send(new TagResourceCommand({ Resource, Tags }))
}

async function reserve(FunctionName: string, properties: Properties, { clients }: ResourceContext): Promise<void> {
  const ReservedConcurrentExecutions = numberOf(properties.ReservedConcurrentExecutions)
  if (ReservedConcurrentExecutions === undefined) return
  await clients.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }))
}

async function settled(FunctionName: string, { clients, signal }: ResourceContext): Promise<CreatedResource> {
  const { FunctionArn } = await waitFor<FunctionConfiguration>(
    { what: `function ${FunctionName} to settle`, signal },
    async () => {
      const described = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
      const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = described
      if (State === 'Failed' || LastUpdateStatus === 'Failed') {
        throw new HandlerError('NotStabilized', `${FunctionName}: ${StateReason ?? LastUpdateStatusReason}`)
      }
      return State === 'Active' && LastUpdateStatus !== 'InProgress' ? described : undefined
    },
  )
  return { physicalId: FunctionName, attributes: { Arn: FunctionArn } }
}
