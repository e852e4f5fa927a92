import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateSubnetCommand, EC2Client } from '@aws-sdk/client-ec2'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { deployDemo, impatient, when } from './destroy-fixture.ts'
import { destroy } from './destroy.ts'

t.setTimeout(600_000)

t.test('an object that arrives after the bucket was emptied fails the deletion only once', async t => {
  const { aws, connection } = await deployDemo(t)
  const s3 = new S3Client(connection.s3ClientConfig)
  const Bucket = 'demo-ml-models-bucket'
  const bucketType = aws.account.cloudFormation.resourceType('AWS::S3::Bucket')
  let late = true
  aws.account.cloudFormation.register({
    ...bucketType,
    delete: async (...request) => {
      if (late) await s3.send(new PutObjectCommand({ Bucket, Key: 'inputs/late', Body: 'late' }))
      late = false
      return bucketType.delete(...request)
    },
  })
  const { progress, lines } = recordProgress()
  const { removed, leftovers } = await destroy({ prefix: 'demo', progress, pace: impatient })
  t.same(leftovers, [])
  t.ok(lines.some(line => /^BucketStack\/\w+ \(AWS::S3::Bucket, demo-ml-models-bucket\): .*not empty/.test(line)))
  t.ok(lines.includes('The deletion ended DELETE_FAILED, try 1 of 3. Trying again in 0 s.'))
  t.ok(
    removed.some(({ id }) => id === `1 in bucket ${Bucket}`),
    'the bucket was emptied again',
  )
})

t.test('somebody else’s subnet in the VPC, removed meanwhile, fails the deletion only once', async t => {
  const { aws, connection } = await deployDemo(t)
  const ec2 = new EC2Client(connection.clientConfig)
  const [VpcId] = aws.account.ec2.vpcs.keys()
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.250.0/24' }))
  // Changes the state directly: a request would race with the next try.
  const { progress, lines } = when(/^The deletion ended DELETE_FAILED, try 1/, () =>
    aws.account.ec2.subnets.delete(Subnet!.SubnetId!),
  )
  const { leftovers } = await destroy({ prefix: 'demo', progress, pace: { ...impatient, pausesMs: [1] } })
  t.same(leftovers, [])
  t.ok(lines.some(line => /^NetworkStack\/Vpc \(AWS::EC2::VPC, vpc-\w+\): .*has dependencies/.test(line)))
})

t.test('log groups that late logs have created again are removed after the stack', async t => {
  const { aws, connection } = await deployDemo(t)
  const logs = new CloudWatchLogsClient(connection.clientConfig)
  const groupType = aws.account.cloudFormation.resourceType('AWS::Logs::LogGroup')
  aws.account.cloudFormation.register({
    ...groupType,
    delete: async (logGroupName, ...request) => {
      await groupType.delete(logGroupName, ...request)
      await logs.send(new CreateLogGroupCommand({ logGroupName }))
    },
  })
  const { removed, leftovers } = await destroy({ prefix: 'demo', pace: impatient })
  t.same(leftovers, [])
  const stack = removed.findIndex(({ type, id }) => type === 'AWS::CloudFormation::Stack' && id === 'demo')
  for (const id of ['/aws/lambda/demo-producer', '/aws/lambda/demo-consumer'])
    t.ok(
      removed.slice(stack).some(one => one.id === id),
      `${id} after the stack`,
    )
  t.equal(aws.account.logs.groups.size, 0)
})
