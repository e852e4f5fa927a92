import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import type { Test } from 'tap'
import { within } from '../../../testing/eventually.ts'
import { type LocalAws, startLocalAws } from '../../server.ts'
import type { ResourceType } from './resources/resource-type.ts'

export interface StackFixture {
  readonly aws: LocalAws
  readonly client: CloudFormationClient
  /** Resolves with the stack when nothing is in progress any more. */
  rest(stackName: string): Promise<Stack>
  /** `LogicalId STATUS reason`, oldest first. */
  history(stackName: string): Promise<string[]>
}

/** A local AWS for a test of stacks. `types` replace the real resource types with the same names. */
export async function startStacks(t: Test, types: readonly ResourceType[] = []): Promise<StackFixture> {
  const aws = await startLocalAws({ diagnose: sentence => t.comment(sentence) })
  const { endpoint, region, credentials } = aws
  for (const type of types) aws.account.cloudFormation.register(type)
  const client = new CloudFormationClient({ endpoint, region, credentials })
  t.teardown(async () => {
    client.destroy()
    await aws.close()
  })
  const rest = async (StackName: string): Promise<Stack> => {
    const { cloudFormation } = aws.account
    const seen = () => `it is ${cloudFormation.find(StackName)?.status}`
    await within(`stack ${StackName} comes to rest`, cloudFormation.settled(StackName), { seen })
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!
  }
  const history = async (StackName: string): Promise<string[]> => {
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }))
    return StackEvents!
      .reverse()
      .map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
        [LogicalResourceId, ResourceStatus, ResourceStatusReason].filter(Boolean).join(' '),
      )
  }
  return { aws, client, rest, history }
}

/** A resource type that a test controls. It records its calls in a diary. */
export function scriptedType(typeName: string, script: Partial<ResourceType> = {}) {
  const diary: string[] = []
  const type: ResourceType = {
    typeName,
    create: async (properties, context) => {
      diary.push(`create ${context.logicalId}`)
      if (script.create) return script.create(properties, context)
      return { physicalId: `${context.logicalId}-1`, attributes: { Arn: `arn:${context.logicalId}` } }
    },
    update: async (request, context) => {
      diary.push(`update ${context.logicalId} ${request.changed.join(' ')}`)
      if (script.update) return script.update(request, context)
      return { physicalId: request.physicalId, attributes: { Arn: `arn:${context.logicalId}` } }
    },
    delete: async (physicalId, properties, context) => {
      diary.push(`delete ${physicalId}`)
      await script.delete?.(physicalId, properties, context)
    },
  }
  return { type, diary }
}
