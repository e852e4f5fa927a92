import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  DeleteRouteCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import {
  CreateMountTargetCommand,
  DeleteMountTargetCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { DeleteRolePolicyCommand, GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { functionUpdated } from '../command/function-settled.ts'
import type { CriterionId } from '../evidence/verdicts/verdict.ts'
import { eventually } from '../testing/eventually.ts'
import { allCriteria } from './all-criteria.ts'
import { deployedSystem } from './deployed-fixture.ts'
import { verify } from './verify.ts'

t.setTimeout(1_800_000)

// Left out: 2.6, which puts a GiB into the bucket each time and begins as the others of requirement 2 do; requirement
// 6, which is about an earlier demonstration; and three of 7 that read documents alone.
const leftOut = /^(2\.6|6\.|7\.[125])/
const criteria = allCriteria.filter(({ id }) => !leftOut.test(id))

const producerUse: CriterionId[] = ['2.1', '2.2', '2.3', '2.4', '2.5', '2.7', '2.8']
const consumerUse: CriterionId[] = ['3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8']

t.test('each sabotage makes exactly the criteria fail that no longer hold', async t => {
  const system = await deployedSystem(t)
  const { outputs, bucketName: Bucket } = system
  const ec2 = new EC2Client({})
  const efs = new EFSClient({})
  const iam = new IAMClient({})
  const lambda = new LambdaClient({})
  const s3 = new S3Client({ forcePathStyle: true })
  t.teardown(() => [ec2, efs, iam, lambda, s3].forEach(client => client.destroy()))

  const red = async () => {
    const verdicts = await verify(system, { criteria, quick: true, patienceMs: 60_000 })
    t.same(verdicts.notUndone, [], 'the checks leave nothing')
    return verdicts.filter(({ status }) => status !== 'pass')
  }

  const ingress = (source: object) => ({
    GroupId: outputs.EfsSecurityGroupId!,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, ...source }],
  })
  const fromLambda = ingress({ UserIdGroupPairs: [{ GroupId: outputs.LambdaSecurityGroupId! }] })
  const fromAnywhere = ingress({ IpRanges: [{ CidrIp: '0.0.0.0/0' }] })

  /** @returns a function that restores the policy */
  const stripped = async (role: 'producer' | 'consumer', PolicyName: string) => {
    const names = { RoleName: `${system.prefix}-${role}`, PolicyName }
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(names))
    await iam.send(new DeleteRolePolicyCommand(names))
    return () => iam.send(new PutRolePolicyCommand({ ...names, PolicyDocument: decodeURIComponent(PolicyDocument!) }))
  }

  const sabotages: readonly [what: string, ids: readonly CriterionId[], sabotage: () => Promise<() => unknown>][] = [
    [
      "the mount targets' rule for NFS is revoked",
      ['1.4', ...producerUse, ...consumerUse],
      async () => {
        await ec2.send(new RevokeSecurityGroupIngressCommand(fromLambda))
        return () => ec2.send(new AuthorizeSecurityGroupIngressCommand(fromLambda))
      },
    ],
    [
      'anybody may reach the mount targets',
      ['1.4'],
      async () => {
        await ec2.send(new AuthorizeSecurityGroupIngressCommand(fromAnywhere))
        return () => ec2.send(new RevokeSecurityGroupIngressCommand(fromAnywhere))
      },
    ],
    [
      'a route leads from the subnets to the internet',
      ['1.1'],
      async () => {
        const { VpcId, SubnetIds } = outputs
        const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}))
        const { InternetGatewayId: GatewayId } = InternetGateway!
        await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId }))
        const Filters = [{ Name: 'association.subnet-id', Values: [SubnetIds!.split(',')[0]!] }]
        const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }))
        const route = { RouteTableId: RouteTables![0]!.RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }
        await ec2.send(new CreateRouteCommand({ ...route, GatewayId }))
        return () => ec2.send(new DeleteRouteCommand(route))
      },
    ],
    ["the Consumer's role loses S3", ['3.5', '5.4'], () => stripped('consumer', 'use-models-bucket')],
    [
      "the Producer's role loses S3",
      ['2.2', '2.3', '2.4', '2.5', '5.3'],
      () => stripped('producer', 'use-models-bucket'),
    ],
    ["the Consumer's role loses EFS", consumerUse, () => stripped('consumer', 'mount-access-point')],
    [
      'the Producer loses its mount',
      producerUse,
      async () => {
        const FunctionName = system.producer.functionName
        const { FileSystemConfigs } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
        const put = async (configs: typeof FileSystemConfigs) => {
          await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, FileSystemConfigs: configs }))
          await functionUpdated(lambda, FunctionName)
        }
        await put([])
        return () => put(FileSystemConfigs)
      },
    ],
    [
      'a mount target is deleted',
      // 2.9 too: Lambda would not give a removed mount back, so the check does not remove it.
      ['1.2', ...producerUse, '2.9', ...consumerUse],
      async () => {
        const { FileSystemId } = outputs
        const targets = async () =>
          (await efs.send(new DescribeMountTargetsCommand({ FileSystemId }))).MountTargets ?? []
        const [{ MountTargetId, SubnetId } = {}] = await targets()
        await efs.send(new DeleteMountTargetCommand({ MountTargetId }))
        await eventually('the mount target is gone', async () => (await targets()).length === 1)
        return async () => {
          const SecurityGroups = [outputs.EfsSecurityGroupId!]
          await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId, SecurityGroups }))
          const usable = async () => (await targets()).every(({ LifeCycleState }) => LifeCycleState === 'available')
          await eventually('all mount targets are available', usable)
        }
      },
    ],
    [
      'the notification is removed',
      ['2.4', '5.2'],
      async () => {
        const { LambdaFunctionConfigurations } = await s3.send(
          new GetBucketNotificationConfigurationCommand({ Bucket }),
        )
        const put = (NotificationConfiguration: object) =>
          s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }))
        await put({})
        return () => put({ LambdaFunctionConfigurations })
      },
    ],
  ]

  await t.test('before', async t => t.same(await red(), []))
  for (const [what, ids, sabotage] of sabotages) {
    await t.test(`${what}: ${ids.join(', ')}`, async t => {
      const undo = await sabotage()
      const start = performance.now()
      const verdicts = await red()
      await undo()
      t.comment(`${Math.round((performance.now() - start) / 1000)} s`)
      t.same(
        verdicts.map(({ id }) => id),
        ids,
        verdicts.map(({ id, evidence }) => `${id} ${evidence}`).join('\n'),
      )
    })
  }
  await t.test('afterwards', async t => t.same(await red(), []))
})
