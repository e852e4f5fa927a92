import t from 'tap'
import { leftoverLines, toLeftovers } from './leftover.ts'
import { removableTypes } from './types/removable-types.ts'
import { cliCommands } from './cli-commands.ts'

const cases: Readonly<Record<string, readonly [found: Record<string, unknown>, ...commands: string[]]>> = {
  'AWS::ApiGateway::RestApi': [{ id: 'a1b2c3d4e5' }, 'aws apigateway delete-rest-api --rest-api-id a1b2c3d4e5'],
  'AWS::CloudFormation::Stack': [{ id: 'demo' }, 'aws cloudformation delete-stack --stack-name demo'],
  'AWS::EC2::InternetGateway': [
    { id: 'igw-1', vpc: 'vpc-1' },
    'aws ec2 detach-internet-gateway --internet-gateway-id igw-1 --vpc-id vpc-1',
    'aws ec2 delete-internet-gateway --internet-gateway-id igw-1',
  ],
  'AWS::EC2::NetworkInterface': [{ id: 'eni-1' }, 'aws ec2 delete-network-interface --network-interface-id eni-1'],
  'AWS::EC2::RouteTable': [{ id: 'rtb-1' }, 'aws ec2 delete-route-table --route-table-id rtb-1'],
  'AWS::EC2::SecurityGroup': [{ id: 'sg-1' }, 'aws ec2 delete-security-group --group-id sg-1'],
  'AWS::EC2::SecurityGroupEgress': [
    { id: 'sgr-1', group: 'sg-1' },
    'aws ec2 revoke-security-group-egress --group-id sg-1 --security-group-rule-ids sgr-1',
  ],
  'AWS::EC2::SecurityGroupIngress': [
    { id: 'sgr-2', group: 'sg-1' },
    'aws ec2 revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-2',
  ],
  'AWS::EC2::Subnet': [{ id: 'subnet-1' }, 'aws ec2 delete-subnet --subnet-id subnet-1'],
  'AWS::EC2::VPC': [{ id: 'vpc-1' }, 'aws ec2 delete-vpc --vpc-id vpc-1'],
  'AWS::EC2::VPCEndpoint': [{ id: 'vpce-1' }, 'aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-1'],
  'AWS::EFS::AccessPoint': [{ id: 'fsap-1' }, 'aws efs delete-access-point --access-point-id fsap-1'],
  'AWS::EFS::FileSystem': [{ id: 'fs-1' }, 'aws efs delete-file-system --file-system-id fs-1'],
  'AWS::EFS::MountTarget': [{ id: 'fsmt-1' }, 'aws efs delete-mount-target --mount-target-id fsmt-1'],
  'AWS::IAM::Role': [
    { id: 'demo-consumer', inlinePolicies: ['write logs'], attachedPolicies: ['arn:aws:iam::aws:policy/X'] },
    "aws iam delete-role-policy --role-name demo-consumer --policy-name 'write logs'",
    'aws iam detach-role-policy --role-name demo-consumer --policy-arn arn:aws:iam::aws:policy/X',
    'aws iam delete-role --role-name demo-consumer',
  ],
  'AWS::Lambda::Function': [{ id: 'demo-consumer' }, 'aws lambda delete-function --function-name demo-consumer'],
  'AWS::Logs::LogGroup': [
    { id: '/aws/lambda/demo-consumer' },
    'aws logs delete-log-group --log-group-name /aws/lambda/demo-consumer',
  ],
  'AWS::S3::Bucket': [{ id: 'demo-ml-models-bucket' }, 'aws s3 rb s3://demo-ml-models-bucket --force'],
}

for (const [type, [{ id, ...rest }, ...commands]] of Object.entries(cases)) {
  t.test(`the command that removes an ${type}`, async t => {
    const expected = commands.map(command => `${command} --region eu-west-1`)
    t.same(cliCommands({ type, id: String(id), ...rest }, 'eu-west-1'), expected)
  })
}

t.test('the commands for a protected stack disable termination protection first', async t => {
  t.same(cliCommands({ type: 'AWS::CloudFormation::Stack', id: 'demo', isProtected: true }, 'eu-west-1'), [
    'aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name demo --region eu-west-1',
    'aws cloudformation delete-stack --stack-name demo --region eu-west-1',
  ])
})

t.test('every type has a case, and an unknown type has no command', async t => {
  t.same(removableTypes.map(({ type }) => type).sort(), Object.keys(cases).sort())
  t.same(cliCommands({ type: 'AWS service rds', id: 'arn:aws:rds:x:1:db:y' }, 'eu-west-1'), [])
})

t.test('leftovers are listed in an order in which they can be removed, each once, with its note', async t => {
  const leftovers = toLeftovers(
    [
      { type: 'AWS::CloudFormation::Stack', id: 'demo' },
      { type: 'AWS service rds', id: 'arn:aws:rds:x:1:db:y' },
      { type: 'AWS::EC2::VPC', id: 'vpc-1' },
      { type: 'AWS::EC2::Subnet', id: 'subnet-2' },
      { type: 'AWS::EC2::Subnet', id: 'subnet-1', note: 'of somebody else' },
      { type: 'AWS::EC2::Subnet', id: 'subnet-1' },
      { type: 'AWS::EC2::NetworkInterface', id: 'eni-1', note: 'AWS removes it', notByHand: true },
    ],
    'eu-west-1',
  )
  t.same(leftoverLines(leftovers), [
    '  AWS::EC2::NetworkInterface  eni-1: AWS removes it',
    '  AWS::EC2::Subnet  subnet-1: of somebody else',
    '      aws ec2 delete-subnet --subnet-id subnet-1 --region eu-west-1',
    '  AWS::EC2::Subnet  subnet-2',
    '      aws ec2 delete-subnet --subnet-id subnet-2 --region eu-west-1',
    '  AWS::EC2::VPC  vpc-1',
    '      aws ec2 delete-vpc --vpc-id vpc-1 --region eu-west-1',
    '  AWS::CloudFormation::Stack  demo',
    '      aws cloudformation delete-stack --stack-name demo --region eu-west-1',
    '  AWS service rds  arn:aws:rds:x:1:db:y',
  ])
})
