import type { Answer, ServiceName } from './recording-fixture.ts'
import type { Output, Target } from './target-fixture.ts'

type Removal = readonly [call: string, input: (made: Output, asked: Output) => object]

/** How to remove a resource that, by the recorded answer, could not be created. */
const removals: Readonly<Record<string, Removal>> = {
  CreateAccessPoint: ['DeleteAccessPoint', ({ AccessPointId }) => ({ AccessPointId })],
  CreateBucket: ['DeleteBucket', (_, { Bucket }) => ({ Bucket })],
  CreateChangeSet: ['DeleteChangeSet', ({ Id }) => ({ ChangeSetName: Id })],
  CreateFileSystem: ['DeleteFileSystem', ({ FileSystemId }) => ({ FileSystemId })],
  CreateFunction: ['DeleteFunction', (_, { FunctionName }) => ({ FunctionName })],
  CreateLogGroup: ['DeleteLogGroup', (_, { logGroupName }) => ({ logGroupName })],
  CreateMountTarget: ['DeleteMountTarget', ({ MountTargetId }) => ({ MountTargetId })],
  CreateOpenIDConnectProvider: [
    'DeleteOpenIDConnectProvider',
    ({ OpenIDConnectProviderArn }) => ({ OpenIDConnectProviderArn }),
  ],
  CreateResource: ['DeleteResource', ({ id }, { restApiId }) => ({ restApiId, resourceId: id })],
  CreateRestApi: ['DeleteRestApi', ({ id }) => ({ restApiId: id })],
  CreateRole: ['DeleteRole', (_, { RoleName }) => ({ RoleName })],
  CreateStack: ['DeleteStack', ({ StackId }) => ({ StackName: StackId })],
  CreateSubnet: ['DeleteSubnet', ({ Subnet }) => ({ SubnetId: Subnet.SubnetId })],
  PutMethod: ['DeleteMethod', (_, { restApiId, resourceId, httpMethod }) => ({ restApiId, resourceId, httpMethod })],
}

/**
 * Removes a resource that the call has created although it should have been refused, so that it does not affect later
 * answers.
 */
export async function removeUnexpected(
  target: Target,
  service: ServiceName,
  { call, code }: Answer,
  made: Output,
  asked: object,
): Promise<void> {
  const removal = removals[call]
  if (code === undefined || !removal) return
  const [remove, input] = removal
  await target.send(service, remove, input(made, asked))
}
