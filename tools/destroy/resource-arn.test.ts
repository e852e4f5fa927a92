import t from 'tap'
import { resourceOfArn } from './resource-arn.ts'

t.test('an ARN gives the type and id that CloudFormation uses', async t => {
  const here = 'us-east-1:123456789012'
  for (const [arn, type, id] of [
    ['arn:aws:apigateway:us-east-1::/restapis/a1b2c3', 'AWS::ApiGateway::RestApi', 'a1b2c3'],
    [`arn:aws:cloudformation:${here}:stack/demo/0a1b`, 'AWS::CloudFormation::Stack', 'demo'],
    [`arn:aws:ec2:${here}:network-interface/eni-1`, 'AWS::EC2::NetworkInterface', 'eni-1'],
    [`arn:aws:ec2:${here}:route-table/rtb-1`, 'AWS::EC2::RouteTable', 'rtb-1'],
    [`arn:aws:ec2:${here}:security-group/sg-1`, 'AWS::EC2::SecurityGroup', 'sg-1'],
    [`arn:aws:ec2:${here}:subnet/subnet-1`, 'AWS::EC2::Subnet', 'subnet-1'],
    [`arn:aws:ec2:${here}:vpc/vpc-1`, 'AWS::EC2::VPC', 'vpc-1'],
    [`arn:aws:ec2:${here}:vpc-endpoint/vpce-1`, 'AWS::EC2::VPCEndpoint', 'vpce-1'],
    [`arn:aws:elasticfilesystem:${here}:access-point/fsap-1`, 'AWS::EFS::AccessPoint', 'fsap-1'],
    [`arn:aws:elasticfilesystem:${here}:file-system/fs-1`, 'AWS::EFS::FileSystem', 'fs-1'],
    [`arn:aws:lambda:${here}:function:demo-consumer`, 'AWS::Lambda::Function', 'demo-consumer'],
    [`arn:aws:logs:${here}:log-group:/aws/lambda/demo`, 'AWS::Logs::LogGroup', '/aws/lambda/demo'],
    ['arn:aws:s3:::demo-ml-models-bucket', 'AWS::S3::Bucket', 'demo-ml-models-bucket'],
  ])
    t.same(resourceOfArn(arn!), { type, id })
})

t.test('a stage belongs to its API; an unknown type keeps its ARN', async t => {
  t.equal(resourceOfArn('arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod'), undefined)
  const arn = 'arn:aws:ec2:us-east-1:123456789012:instance/i-1'
  t.same(resourceOfArn(arn), { type: 'AWS service ec2', id: arn })
})
