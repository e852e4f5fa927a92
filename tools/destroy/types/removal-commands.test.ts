import t from 'tap'
import type { Found } from './removable-type.ts'
import { removableType, removableTypes } from './removable-types.ts'

const commandsOf = (type: string, found: Partial<Found> = {}) =>
  removableType(type)!
    .commands({ type, id: 'ID', ...found })
    .map(words => words.join(' '))

const commands: Record<string, string> = {
  'AWS::Lambda::Function': 'lambda delete-function --function-name ID',
  'AWS::ApiGateway::RestApi': 'apigateway delete-rest-api --rest-api-id ID',
  'AWS::S3::Bucket': 's3 rb s3://ID --force',
  'AWS::EFS::AccessPoint': 'efs delete-access-point --access-point-id ID',
  'AWS::EFS::MountTarget': 'efs delete-mount-target --mount-target-id ID',
  'AWS::EFS::FileSystem': 'efs delete-file-system --file-system-id ID',
  'AWS::EC2::NetworkInterface': 'ec2 delete-network-interface --network-interface-id ID',
  'AWS::EC2::SecurityGroupIngress': 'ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids ID',
  'AWS::EC2::SecurityGroupEgress': 'ec2 revoke-security-group-egress --group-id GROUP --security-group-rule-ids ID',
  'AWS::EC2::VPCEndpoint': 'ec2 delete-vpc-endpoints --vpc-endpoint-ids ID',
  'AWS::EC2::InternetGateway': 'ec2 delete-internet-gateway --internet-gateway-id ID',
  'AWS::EC2::SecurityGroup': 'ec2 delete-security-group --group-id ID',
  'AWS::EC2::Subnet': 'ec2 delete-subnet --subnet-id ID',
  'AWS::EC2::RouteTable': 'ec2 delete-route-table --route-table-id ID',
  'AWS::EC2::VPC': 'ec2 delete-vpc --vpc-id ID',
  'AWS::IAM::Role': 'iam delete-role --role-name ID',
  'AWS::Logs::LogGroup': 'logs delete-log-group --log-group-name ID',
  'AWS::CloudFormation::Stack': 'cloudformation delete-stack --stack-name ID',
}

t.test('each type is removed by its own command, in the order in which types depend on each other', async t => {
  t.same(
    removableTypes.map(({ type }) => [type, commandsOf(type, { group: 'GROUP', vpc: 'VPC' }).at(-1)]),
    Object.entries(commands),
  )
  t.equal(removableType('AWS::EC2::Volume'), undefined)
})

t.test('policies, attachments and protection that hold a resource are removed before it', async t => {
  t.same(commandsOf('AWS::EC2::InternetGateway', { vpc: 'VPC' }), [
    'ec2 detach-internet-gateway --internet-gateway-id ID --vpc-id VPC',
    commands['AWS::EC2::InternetGateway'],
  ])
  t.same(commandsOf('AWS::IAM::Role', { inlinePolicies: ['a', 'b'], attachedPolicies: ['arn'] }), [
    'iam delete-role-policy --role-name ID --policy-name a',
    'iam delete-role-policy --role-name ID --policy-name b',
    'iam detach-role-policy --role-name ID --policy-arn arn',
    commands['AWS::IAM::Role'],
  ])
  t.same(commandsOf('AWS::IAM::Role'), [commands['AWS::IAM::Role']])
  t.same(commandsOf('AWS::CloudFormation::Stack', { isProtected: true }), [
    'cloudformation update-termination-protection --no-enable-termination-protection --stack-name ID',
    commands['AWS::CloudFormation::Stack'],
  ])
  t.same(commandsOf('AWS::CloudFormation::Stack'), [commands['AWS::CloudFormation::Stack']])
})

t.test('the id of a resource is a part of its ARN', async t => {
  const resources: Record<string, [service: string, resource: string, id: string]> = {
    'AWS::Lambda::Function': ['lambda', 'function:demo:3', 'demo'],
    'AWS::ApiGateway::RestApi': ['apigateway', '/restapis/a1', 'a1'],
    'AWS::S3::Bucket': ['s3', 'demo-bucket', 'demo-bucket'],
    'AWS::EFS::AccessPoint': ['elasticfilesystem', 'access-point/fsap-1', 'fsap-1'],
    'AWS::EFS::FileSystem': ['elasticfilesystem', 'file-system/fs-1', 'fs-1'],
    'AWS::EC2::NetworkInterface': ['ec2', 'network-interface/eni-1', 'eni-1'],
    'AWS::EC2::VPCEndpoint': ['ec2', 'vpc-endpoint/vpce-1', 'vpce-1'],
    'AWS::EC2::SecurityGroup': ['ec2', 'security-group/sg-1', 'sg-1'],
    'AWS::EC2::Subnet': ['ec2', 'subnet/subnet-1', 'subnet-1'],
    'AWS::EC2::RouteTable': ['ec2', 'route-table/rtb-1', 'rtb-1'],
    'AWS::EC2::VPC': ['ec2', 'vpc/vpc-1', 'vpc-1'],
    'AWS::Logs::LogGroup': ['logs', 'log-group:/aws/lambda/demo:*', '/aws/lambda/demo'],
    'AWS::CloudFormation::Stack': ['cloudformation', 'stack/demo/5c1f', 'demo'],
  }
  for (const { type, arn } of removableTypes) {
    const [service, resource = '', id] = resources[type] ?? []
    t.equal(arn?.service, service, `${type}: service`)
    t.equal(arn?.resource.exec(resource)?.[1], id, `${type}: id`)
    t.notOk(arn?.resource.test(`x/${resource}`), `${type}: no longer resource`)
  }
  t.notOk(removableType('AWS::ApiGateway::RestApi')!.arn!.resource.test('/restapis/a1/stages/v1'), 'no stage')
  t.notOk(removableType('AWS::S3::Bucket')!.arn!.resource.test('demo-bucket/key'), 'no object')
})
