import t from 'tap'
import { readTemplate, resourcesOfType } from './read-template.ts'

const network = readTemplate('network.yaml')
const properties = (id: string) => network.Resources[id]!.Properties
const groupId = (id: string) => ({ 'Fn::GetAtt': [id, 'GroupId'] })

t.test('the VPC resolves names, which mounting by DNS name needs', async t => {
  t.match(properties('Vpc'), { EnableDnsSupport: true, EnableDnsHostnames: true })
})

t.test('everything that belongs to a VPC belongs to this one', async t => {
  for (const type of ['Subnet', 'RouteTable', 'SecurityGroup', 'VPCEndpoint'])
    for (const [id, resource] of resourcesOfType(network, `AWS::EC2::${type}`))
      t.same(resource.Properties.VpcId, { Ref: 'Vpc' }, id)
})

t.test('two private subnets lie in different availability zones', async t => {
  const subnets = resourcesOfType(network, 'AWS::EC2::Subnet')
  t.same(
    subnets.map(([, subnet]) => subnet.Properties.AvailabilityZone),
    [0, 1].map(zone => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] })),
  )
  for (const [id, subnet] of subnets) t.notOk(subnet.Properties.MapPublicIpOnLaunch, `${id} gives no public address`)
})

t.test('nothing leads to or from the Internet', async t => {
  const types = Object.values(network.Resources).map(({ Type }) => Type)
  for (const type of types) t.notMatch(type, /InternetGateway|NatGateway|::Route$|::EIP/)
})

t.test('both subnets use the route table that the S3 endpoint is on', async t => {
  const associations = resourcesOfType(network, 'AWS::EC2::SubnetRouteTableAssociation').map(([, r]) => r.Properties)
  t.same(
    associations,
    ['SubnetA', 'SubnetB'].map(id => ({ SubnetId: { Ref: id }, RouteTableId: { Ref: 'PrivateRouteTable' } })),
  )
  t.match(properties('S3Endpoint'), {
    VpcEndpointType: 'Gateway',
    ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
    RouteTableIds: [{ Ref: 'PrivateRouteTable' }],
  })
})

t.test('the S3 endpoint lets only the models bucket through, and only reading, writing and listing', async t => {
  const statements = properties('S3Endpoint').PolicyDocument.Statement
  t.match(statements, [
    { Effect: 'Allow', Principal: '*', Action: 's3:ListBucket', Resource: bucketArn('') },
    { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: bucketArn('/*') },
  ])
  t.equal(statements.length, 2)
})

t.test('NFS is open between the two groups, on both sides', async t => {
  const nfs = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049 }
  t.match(properties('LambdaToEfs'), {
    ...nfs,
    GroupId: groupId('LambdaSecurityGroup'),
    DestinationSecurityGroupId: groupId('EfsSecurityGroup'),
  })
  t.match(properties('EfsFromLambda'), {
    ...nfs,
    GroupId: groupId('EfsSecurityGroup'),
    SourceSecurityGroupId: groupId('LambdaSecurityGroup'),
  })
})

t.test('nothing else may come in, and NFS is the only rule between the groups', async t => {
  t.equal(resourcesOfType(network, 'AWS::EC2::SecurityGroupIngress').length, 1)
  t.equal(resourcesOfType(network, 'AWS::EC2::SecurityGroupEgress').length, 1)
  for (const [id, group] of resourcesOfType(network, 'AWS::EC2::SecurityGroup'))
    t.notOk(group.Properties.SecurityGroupIngress, id)
})

t.test('each group has an egress rule of its own, so that EC2 does not add "allow all"', async t => {
  t.same(
    properties('LambdaSecurityGroup').SecurityGroupEgress.map((rule: object) => ({ ...rule, Description: undefined })),
    [
      {
        Description: undefined,
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        DestinationPrefixListId: { 'Fn::If': ['HasS3PrefixListId', { Ref: 'S3PrefixListId' }, noValue] },
        CidrIp: { 'Fn::If': ['HasS3PrefixListId', noValue, '0.0.0.0/0'] },
      },
    ],
  )
  t.match(properties('EfsSecurityGroup').SecurityGroupEgress, [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }])
})

t.test('the outputs are the ids that the later stacks need', async t => {
  t.same(network.Outputs.VpcId?.Value, { Ref: 'Vpc' })
  t.same(network.Outputs.SubnetAId?.Value, { Ref: 'SubnetA' })
  t.same(network.Outputs.SubnetBId?.Value, { Ref: 'SubnetB' })
  t.same(network.Outputs.SubnetIds?.Value, { 'Fn::Join': [',', [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }]] })
  t.same(network.Outputs.LambdaSecurityGroupId?.Value, groupId('LambdaSecurityGroup'))
  t.same(network.Outputs.EfsSecurityGroupId?.Value, groupId('EfsSecurityGroup'))
})

const noValue = { Ref: 'AWS::NoValue' }

function bucketArn(path: string) {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::\${BucketName}${path}` }
}
