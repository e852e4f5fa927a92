import { NoSuchEntityException } from '@aws-sdk/client-iam'
import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { serviceError, stubAws } from '../../command/stub-aws-fixture.ts'
import { observerDescription } from '../../deploy/names.ts'
import { stackTags } from '../../stack/stack-tags.ts'
import { removableType } from './removable-types.ts'

const Tags = stackTags('demo')
const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
type Answers = Parameters<typeof stubAws>[0]

function inVpc(type: string, answers: Answers) {
  const { connection, asked } = stubAws(answers)
  return { found: removableType(type)!.findInVpc!({ connection, prefix: 'demo', vpcId: 'vpc-1' }), asked }
}

function byName(type: string, answers: Answers) {
  const { connection } = stubAws(answers)
  const logGroups = { prefix: 'demo', names: ['/aws/lambda/demo'], made: new Set<string>() } as never
  return removableType(type)!.findByName!({ connection, prefix: 'demo', logGroups })
}

const listed = {
  'AWS::EC2::VPCEndpoint': ['DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId', 'vpc-id'],
  'AWS::EC2::SecurityGroup': ['DescribeSecurityGroups', 'SecurityGroups', 'GroupId', 'vpc-id'],
  'AWS::EC2::Subnet': ['DescribeSubnets', 'Subnets', 'SubnetId', 'vpc-id'],
  'AWS::EC2::RouteTable': ['DescribeRouteTables', 'RouteTables', 'RouteTableId', 'vpc-id'],
  'AWS::EC2::InternetGateway': [
    'DescribeInternetGateways',
    'InternetGateways',
    'InternetGatewayId',
    'attachment.vpc-id',
  ],
} as const

for (const [type, [operation, list, id, filter]] of Object.entries(listed)) {
  t.test(`each resource of type ${type} in a VPC is found, and is the deployment’s by its tags`, async t => {
    const { found, asked } = inVpc(type, { [operation]: { [list]: [{ [id]: 'a', Tags }, { [id]: 'b' }] } })
    const more = type === 'AWS::EC2::InternetGateway' ? { vpc: 'vpc-1' } : {}
    t.same(await found, [
      { id: 'a', ours: true, ...more },
      { id: 'b', ours: false, ...more },
    ])
    t.same(asked, [[operation, { Filters: [{ Name: filter, Values: ['vpc-1'] }] }]])
    t.same(await inVpc(type, { [operation]: {} }).found, [])
  })
}

t.test('resources that AWS deletes with the VPC, or is already deleting, are left out', async t => {
  const tables = [
    { RouteTableId: 'main', Associations: [{ Main: false }, { Main: true }] },
    { RouteTableId: 'own', Associations: [{ Main: false }] },
  ]
  t.match(await inVpc('AWS::EC2::RouteTable', { DescribeRouteTables: { RouteTables: tables } }).found, [{ id: 'own' }])
  const groups = [
    { GroupId: 'a', GroupName: 'default' },
    { GroupId: 'b', GroupName: 'own' },
  ]
  const ofGroups = await inVpc('AWS::EC2::SecurityGroup', { DescribeSecurityGroups: { SecurityGroups: groups } }).found
  t.same(ofGroups, [{ id: 'b', ours: false }])
  const endpoints = [
    { VpcEndpointId: 'a', State: 'deleting' },
    { VpcEndpointId: 'b', State: 'available' },
  ]
  const ofEndpoints = await inVpc('AWS::EC2::VPCEndpoint', { DescribeVpcEndpoints: { VpcEndpoints: endpoints } }).found
  t.same(ofEndpoints, [{ id: 'b', ours: false }])
})

t.test(
  'an interface is removed by hand unless a service holds it, and never if it goes with a mount target',
  async t => {
    const { found, asked } = inVpc('AWS::EC2::NetworkInterface', {
      DescribeNetworkInterfaces: {
        NetworkInterfaces: [
          { NetworkInterfaceId: 'own' },
          { NetworkInterfaceId: 'a', InterfaceType: 'lambda' },
          { NetworkInterfaceId: 'b', InterfaceType: 'interface', RequesterManaged: true, Description: 'NAT' },
          { NetworkInterfaceId: 'c', InterfaceType: 'efs' },
          { NetworkInterfaceId: 'd', Description: 'EFS mount target for fs-1' },
          { NetworkInterfaceId: 'e', Description: 'no EFS mount target' },
        ],
      },
    })
    t.same(await found, [
      { id: 'own', ours: false },
      {
        id: 'a',
        ours: false,
        note: 'AWS Lambda releases it itself some time after the last function that uses it, up to 45 minutes',
        notByHand: true,
      },
      {
        id: 'b',
        ours: false,
        note: 'made by an AWS service (NAT): remove the resource that it belongs to',
        notByHand: true,
      },
      { id: 'e', ours: false },
    ])
    t.match(asked, [['DescribeNetworkInterfaces', { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] }]])
    t.same(await inVpc('AWS::EC2::NetworkInterface', { DescribeNetworkInterfaces: {} }).found, [])
  },
)

t.test('the rules of a direction that refer to another group are found', async t => {
  const rule = (id: string, IsEgress: boolean, other?: string) => ({
    SecurityGroupRuleId: id,
    GroupId: 'sg-1',
    IsEgress,
    ...(other && { ReferencedGroupInfo: { GroupId: other } }),
  })
  const SecurityGroupRules = [
    rule('in', false, 'sg-2'),
    rule('out', true, 'sg-2'),
    rule('self', true, 'sg-1'),
    rule('ip', true),
  ]
  const SecurityGroups = ['sg-1', 'sg-2'].map(GroupId => ({ GroupId, GroupName: GroupId }))
  const answers = { DescribeSecurityGroups: { SecurityGroups }, DescribeSecurityGroupRules: { SecurityGroupRules } }
  const sighting = (id: string) => ({ id, ours: false, group: 'sg-1', note: 'the rule of sg-1 that refers to sg-2' })
  const { found, asked } = inVpc('AWS::EC2::SecurityGroupEgress', answers)
  t.same(await found, [sighting('out')])
  t.same(asked[1], ['DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: ['sg-1', 'sg-2'] }] }])
  t.same(await inVpc('AWS::EC2::SecurityGroupIngress', answers).found, [sighting('in')])
  const none = inVpc('AWS::EC2::SecurityGroupIngress', { DescribeSecurityGroups: { SecurityGroups: [] } })
  t.same(await none.found, [])
  t.equal(none.asked.length, 1, 'a filter without values would be an error')
})

t.test('resources without a name are found by the tags that their service knows', async t => {
  const others = stackTags('other')
  const systems = [
    { FileSystemId: 'fs-1', Tags },
    { FileSystemId: 'fs-2', Tags: others },
  ]
  t.same(await byName('AWS::EFS::FileSystem', { DescribeFileSystems: { FileSystems: systems } }), [
    { id: 'fs-1', ours: true },
  ])
  const items = [
    { id: 'a', tags: {} },
    { id: 'b', tags },
  ]
  t.same(await byName('AWS::ApiGateway::RestApi', { GetRestApis: { items } }), [{ id: 'b', ours: true }])
  const { connection, asked } = stubAws({ DescribeVpcs: { Vpcs: [{ VpcId: 'vpc-1' }] } })
  const search = { connection, prefix: 'demo', logGroups: {} as never }
  t.same(await removableType('AWS::EC2::VPC')!.findByName!(search), [{ id: 'vpc-1', ours: true }])
  const Filters = [
    { Name: 'tag:Project', Values: ['lambda-efs'] },
    { Name: 'tag:Prefix', Values: ['demo'] },
  ]
  t.same(asked, [['DescribeVpcs', { Filters }]])
})

t.test('the functions and roles of a deployment’s names are found, and are its own by their tags', async t => {
  const missing = serviceError(ResourceNotFoundException)
  const functions = await byName('AWS::Lambda::Function', {
    GetFunctionConfiguration: ({ FunctionName }) =>
      FunctionName === 'demo-observer'
        ? { Description: observerDescription }
        : /producer|consumer|compare-s3$/.test(String(FunctionName))
          ? { FunctionArn: FunctionName }
          : missing,
    ListTags: ({ Resource }) =>
      Resource === 'demo-producer' ? { Tags: tags } : Resource === 'demo-consumer' ? {} : missing,
  })
  t.same(functions, [
    { id: 'demo-producer', ours: true },
    { id: 'demo-consumer', ours: false },
    { id: 'demo-observer', ours: true },
  ])
  t.same(await byName('AWS::Lambda::Function', { GetFunctionConfiguration: missing }), [])
  const roles = await byName('AWS::IAM::Role', {
    GetRole: ({ RoleName }) =>
      RoleName === 'demo-producer'
        ? { Role: { Tags } }
        : RoleName === 'demo-compare'
          ? { Role: {} }
          : serviceError(NoSuchEntityException),
  })
  t.same(roles, [
    { id: 'demo-producer', ours: true },
    { id: 'demo-compare', ours: false },
  ])
})

t.test('the stack of a deployment is found by its tags, or if it was only planned', async t => {
  const stack = (more: object) => byName('AWS::CloudFormation::Stack', { DescribeStacks: { Stacks: [more] } })
  t.same(await stack({ StackStatus: 'CREATE_COMPLETE', Tags }), [{ id: 'demo', ours: true, isProtected: false }])
  const EnableTerminationProtection = true
  t.same(await stack({ StackStatus: 'REVIEW_IN_PROGRESS', EnableTerminationProtection }), [
    { id: 'demo', ours: true, isProtected: true },
  ])
  t.same(await stack({ StackStatus: 'CREATE_COMPLETE', Tags: [{ Key: 'Project', Value: 'x' }] }), [])
})

t.test('the buckets of a deployment are found unless another account or Region has them', async t => {
  const s3Error = (name: string) =>
    new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode: 403 } })
  const buckets = (models: object | Error, artifacts: object | Error) =>
    byName('AWS::S3::Bucket', {
      GetBucketTagging: ({ Bucket }) => (String(Bucket).includes('models') ? models : artifacts),
    })
  const [id, artifactsId] = ['demo-ml-models-bucket', 'demo-artifacts-123456789012-eu-central-1']
  t.same(await buckets({ TagSet: Tags }, { TagSet: [] }), [
    { id, ours: true },
    { id: artifactsId, ours: false },
  ])
  t.same(await buckets(s3Error('NoSuchBucket'), s3Error('AccessDenied')), [])
})

t.test('the search finds the policies and versions that a removal needs', async t => {
  const before = (type: string, answers: Answers) => {
    const { what, find } = removableType(type)!.before!
    return find(stubAws(answers).connection, 'ID').then(found => [what, found])
  }
  t.same(
    await before('AWS::EFS::FileSystem', {
      DescribeMountTargets: {
        MountTargets: [
          { MountTargetId: 'a', LifeCycleState: 'available' },
          { MountTargetId: 'b', LifeCycleState: 'deleted' },
        ],
      },
    }),
    ['mount targets of', [{ type: 'AWS::EFS::MountTarget', id: 'a' }]],
  )
  t.same(
    await before('AWS::IAM::Role', {
      ListRolePolicies: { PolicyNames: ['inline'] },
      ListAttachedRolePolicies: { AttachedPolicies: [{ PolicyArn: 'arn' }] },
    }),
    ['policies of', [{ type: 'AWS::IAM::Role', id: 'ID', inlinePolicies: ['inline'], attachedPolicies: ['arn'] }]],
  )
  for (const [page, more] of [
    [{ Versions: [{ VersionId: 'null' }] }, {}],
    [{}, {}],
    [{ Versions: [{ VersionId: 'null' }, { VersionId: 'v1' }] }, { hasVersions: true }],
    [{ DeleteMarkers: [{}] }, { hasVersions: true }],
    [{ DeleteMarkers: [] }, {}],
  ] as const) {
    t.same(await before('AWS::S3::Bucket', { ListObjectVersions: page }), [
      'versions in',
      [{ type: 'AWS::S3::Bucket', id: 'ID', ...more }],
    ])
  }
})
