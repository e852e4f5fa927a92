import { InvokeCommand } from '@aws-sdk/client-lambda'
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { within } from '../../testing/eventually.ts'
import { type Break, deployBroken } from './real-stack-fixture.ts'

t.setTimeout(600_000)

async function getting(t: Test, breaks: readonly Break[]) {
  const stack = await deployBroken(t, breaks)
  await stack.s3.send(new PutObjectCommand({ Bucket: stack.bucket, Key: 'inputs/x', Body: 'content' }))
  const get = (bucket = stack.bucket) => stack.invoke({ action: 'get', bucket, key: 'inputs/x' })
  return { ...stack, get }
}

const first = (text: string) => new RegExp(`${text}(?=[\\s\\S]*${text})`)
const second = (text: string) => new RegExp(`(?<=${text}[\\s\\S]*)${text}`)

t.test('the intact templates let the functions read their bucket and no other', async t => {
  const { get } = await getting(t, [])
  t.same(await get(), { result: 'content' })
  t.match(await get('artifacts'), {
    error: 'AccessDenied',
    message: /not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::artifacts/,
  })
})

t.test('without the IAM action the object is denied', async t => {
  const { get } = await getting(t, [
    { template: 'compute', line: second('- s3:GetObject'), becomes: '- s3:GetObjectTagging' },
  ])
  t.match(await get(), {
    error: 'AccessDenied',
    message: /because no identity-based policy allows the s3:GetObject action$/,
  })
})

t.test('without the resource the object is denied', async t => {
  const resource = "Resource: !Sub 'arn:${AWS::Partition}:s3:::${BucketName}/*'"
  const escaped = resource.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const { get } = await getting(t, [
    { template: 'compute', line: second(escaped), becomes: resource.replace('/*', '/outputs/*') },
  ])
  t.match(await get(), { error: 'AccessDenied' })
})

t.test('without the gateway endpoint on the route table the call hangs until the function times out', async t => {
  const { get, sentences } = await getting(t, [
    { template: 'network', line: 'RouteTableIds:\n        - !Ref PrivateRouteTable', becomes: 'RouteTableIds: []' },
    { template: 'compute', line: 'Timeout: 60', becomes: 'Timeout: 3' },
  ])
  t.match(await get(), { errorType: 'Sandbox.Timedout', errorMessage: /Task timed out after 3.00 seconds$/ })
  t.match(sentences.join('\n'), /cannot reach s3: no gateway endpoint for S3 on the route table of subnet-/)
})

t.test('without DNS in the VPC the name of S3 cannot be resolved, with any routes', async t => {
  const { get, sentences } = await getting(t, [
    {
      template: 'network',
      line: 'EnableDnsSupport: true\n      EnableDnsHostnames: true',
      becomes: 'EnableDnsSupport: false',
    },
    { template: 'compute', line: 'Timeout: 60', becomes: 'Timeout: 3' },
  ])
  t.match(await get(), { errorType: 'Sandbox.Timedout' })
  t.match(sentences.join('\n'), /cannot reach s3: vpc-\w+ has no DNS support/)
})

t.test('DNS hostnames without DNS support are refused', async t => {
  const { failures } = await deployBroken(t, [
    { template: 'network', line: 'EnableDnsSupport: true', becomes: 'EnableDnsSupport: false' },
  ])
  t.match(await failures(), /you can only enable DNS hostnames if you've enabled DNS support/)
})

t.test('an endpoint policy that does not name the action denies it', async t => {
  const { get } = await getting(t, [
    { template: 'network', line: '- s3:GetObject\n', becomes: '- s3:GetObjectTagging\n' },
  ])
  t.match(await get(), {
    error: 'AccessDenied',
    message: /because no VPC endpoint policy allows the s3:GetObject action$/,
  })
})

t.test('without the permission for S3 the notification cannot be set', async t => {
  const { failures } = await deployBroken(t, [
    { template: 'compute', line: 'Principal: s3.amazonaws.com', becomes: 'Principal: sns.amazonaws.com' },
  ])
  t.match(await failures(), /Unable to validate the following destination configurations/)
})

t.test('without the permission to write the bucket it cannot be the destination of failed events', async t => {
  const { failures } = await deployBroken(t, [
    { template: 'compute', line: first('- s3:PutObject'), becomes: '- s3:PutObjectTagging' },
  ])
  t.match(
    await failures(),
    /ProducerFailedEvents: .*The destination ARN arn:aws:s3:::lambda-efs-ml-models-bucket is invalid\./,
  )
})

t.test('with the intact templates a failed event is kept in the bucket', async t => {
  const { aws, lambda, s3, bucket, outputs } = await deployBroken(t)
  aws.account.lambda.events.retryDelaysMs = [10, 10]
  // The event is no JSON object, so the probe fails before it answers.
  const FunctionName = outputs.ProducerFunctionName!
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: 'null' }))
  await within('the event is given up', aws.account.lambda.events.settled())
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }))
  t.match(Contents, [{ Key: /^aws\/lambda\/async\/lambda-efs-producer\// }])
})

t.test('without the permission for the API the call is a 500', async t => {
  const call = async (breaks: readonly Break[]) => {
    const { aws, outputs } = await deployBroken(t, breaks)
    const response = await fetch(`${aws.endpoint}/restapis/${outputs.ApiId}/prod/_user_request_/predict`, {
      method: 'POST',
      body: '{}',
    })
    return [response.status, await response.text()]
  }
  t.same(await call([]), [200, 'reached'])
  const [status, text] = await call([
    { template: 'api', line: '${Api}/*/POST/predict', becomes: '${Api}/*/POST/other' },
  ])
  t.equal(status, 500)
  t.match(text, /Internal server error/)
})
