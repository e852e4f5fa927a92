import { NotFoundException } from '@aws-sdk/client-api-gateway'
import { AccessPointNotFound, FileSystemNotFound, MountTargetNotFound } from '@aws-sdk/client-efs'
import { NoSuchEntityException } from '@aws-sdk/client-iam'
import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { serviceError, stubAws } from '../../command/stub-aws-fixture.ts'
import { removableType, removableTypes } from './removable-types.ts'

const tested = new Set<string>()
const isThere = (type: string, connection: ReturnType<typeof stubAws>['connection']) => {
  tested.add(type)
  return removableType(type)!.isThere!(connection, 'ID')
}

const byFilter = {
  'AWS::EC2::NetworkInterface': ['DescribeNetworkInterfaces', 'NetworkInterfaces', 'network-interface-id'],
  'AWS::EC2::VPCEndpoint': ['DescribeVpcEndpoints', 'VpcEndpoints', 'vpc-endpoint-id'],
  'AWS::EC2::SecurityGroup': ['DescribeSecurityGroups', 'SecurityGroups', 'group-id'],
  'AWS::EC2::Subnet': ['DescribeSubnets', 'Subnets', 'subnet-id'],
  'AWS::EC2::RouteTable': ['DescribeRouteTables', 'RouteTables', 'route-table-id'],
  'AWS::EC2::VPC': ['DescribeVpcs', 'Vpcs', 'vpc-id'],
} as const

for (const [type, [operation, list, filter]] of Object.entries(byFilter)) {
  t.test(`a resource of type ${type} is there if EC2 describes it`, async t => {
    const there = stubAws({ [operation]: { [list]: [{}] } })
    t.equal(await isThere(type, there.connection), true)
    t.same(there.asked, [[operation, { Filters: [{ Name: filter, Values: ['ID'] }] }]])
    t.equal(await isThere(type, stubAws({ [operation]: { [list]: [] } }).connection), false)
    t.equal(await isThere(type, stubAws({ [operation]: {} }).connection), false)
  })
}

const byId = {
  'AWS::EFS::AccessPoint': ['DescribeAccessPoints', 'AccessPoints', 'AccessPointId', AccessPointNotFound],
  'AWS::EFS::FileSystem': ['DescribeFileSystems', 'FileSystems', 'FileSystemId', FileSystemNotFound],
  'AWS::EFS::MountTarget': ['DescribeMountTargets', 'MountTargets', 'MountTargetId', MountTargetNotFound],
} as const

for (const [type, [operation, list, member, Missing]] of Object.entries(byId)) {
  t.test(`a resource of type ${type} is there if EFS knows it and does not delete it`, async t => {
    const there = stubAws({ [operation]: { [list]: [{ LifeCycleState: 'available' }] } })
    t.equal(await isThere(type, there.connection), true)
    t.same(there.asked, [[operation, { [member]: 'ID' }]])
    for (const answer of [{ [list]: [{ LifeCycleState: 'deleting' }] }, { [list]: [] }, {}, serviceError(Missing)]) {
      t.equal(await isThere(type, stubAws({ [operation]: answer }).connection), false)
    }
    const refused = new Error('AccessDenied')
    await t.rejects(isThere(type, stubAws({ [operation]: refused }).connection), refused)
  })
}

const byName = {
  'AWS::Lambda::Function': ['GetFunctionConfiguration', { FunctionName: 'ID' }, ResourceNotFoundException, {}],
  'AWS::ApiGateway::RestApi': ['GetRestApi', { restApiId: 'ID' }, NotFoundException, {}],
  'AWS::IAM::Role': ['GetRole', { RoleName: 'ID' }, NoSuchEntityException, { Role: {} }],
} as const

for (const [type, [operation, input, Missing, answer]] of Object.entries(byName)) {
  t.test(`a resource of type ${type} is there unless its service says that it is not`, async t => {
    const there = stubAws({ [operation]: answer })
    t.equal(await isThere(type, there.connection), true)
    t.same(there.asked, [[operation, input]])
    t.equal(await isThere(type, stubAws({ [operation]: serviceError(Missing) }).connection), false)
    const refused = new Error('AccessDenied')
    await t.rejects(isThere(type, stubAws({ [operation]: refused }).connection), refused)
  })
}

t.test('a VPC endpoint that is being deleted counts as gone', async t => {
  const state = (State: string) => stubAws({ DescribeVpcEndpoints: { VpcEndpoints: [{ State }] } }).connection
  t.equal(await isThere('AWS::EC2::VPCEndpoint', state('available')), true)
  t.equal(await isThere('AWS::EC2::VPCEndpoint', state('deleting')), false)
  t.equal(await isThere('AWS::EC2::VPCEndpoint', state('Deleted')), false)
})

t.test('a log group is there if one has exactly its name', async t => {
  const groups = (...names: string[]) =>
    stubAws({ DescribeLogGroups: { logGroups: names.map(logGroupName => ({ logGroupName, logGroupArn: 'arn' })) } })
  t.equal(await isThere('AWS::Logs::LogGroup', groups('ID', 'ID-2').connection), true)
  t.equal(await isThere('AWS::Logs::LogGroup', groups('ID-2').connection), false)
})

t.test('a stack is there unless it was deleted', async t => {
  const stack = (StackStatus: string) => stubAws({ DescribeStacks: { Stacks: [{ StackStatus }] } }).connection
  t.equal(await isThere('AWS::CloudFormation::Stack', stack('DELETE_FAILED')), true)
  t.equal(await isThere('AWS::CloudFormation::Stack', stack('DELETE_COMPLETE')), false)
})

t.test('a bucket is there if this account has it', async t => {
  const $metadata = { httpStatusCode: 404 }
  const missing = new S3ServiceException({ name: 'NotFound', $fault: 'client', message: '', $metadata })
  const there = stubAws({ HeadBucket: {} })
  t.equal(await isThere('AWS::S3::Bucket', there.connection), true)
  t.same(there.asked, [['HeadBucket', { Bucket: 'ID', ExpectedBucketOwner: '123456789012' }]])
  t.equal(await isThere('AWS::S3::Bucket', stubAws({ HeadBucket: missing }).connection), false)
})

t.test('each type that is looked up by its id has a test in this file', async t => {
  const byId = removableTypes.filter(one => one.isThere).map(({ type }) => type)
  t.same(
    byId.filter(type => !tested.has(type)),
    [],
  )
})
