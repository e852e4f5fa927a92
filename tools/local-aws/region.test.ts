import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import { ListFunctionsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { startLocalAws } from './server.ts'

t.test('a request for another Region is refused, and the error names the local one', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const elsewhere = { endpoint: aws.endpoint, credentials: aws.credentials, region: 'eu-west-1', maxAttempts: 1 }
  await t.rejects(new EC2Client(elsewhere).send(new DescribeVpcsCommand({})), {
    name: 'AuthFailure',
    message: "Credential should be scoped to a valid region, not 'eu-west-1'. The local AWS has us-east-1 only.",
  })
  await t.rejects(new LambdaClient(elsewhere).send(new ListFunctionsCommand({})), { name: 'SignatureDoesNotMatch' })
  await t.rejects(new S3Client(elsewhere).send(new ListBucketsCommand({})), {
    name: 'AuthorizationHeaderMalformed',
    message: "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
  })
  t.same((await new IAMClient(elsewhere).send(new ListRolesCommand({}))).Roles, [], 'IAM is everywhere')
})

t.test('a local AWS of that Region answers', async t => {
  const aws = await startLocalAws({ region: 'eu-west-1' })
  t.teardown(() => aws.close())
  t.same((await new EC2Client(aws).send(new DescribeVpcsCommand({}))).Vpcs, [])
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const }
  await new S3Client({ ...aws, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: 'there', CreateBucketConfiguration }),
  )
})
