import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  type Event,
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { eventually } from '../../../../testing/eventually.ts'
import type { LocalAws } from '../../../server.ts'
import type { InvocationRequest, ServiceInvoker } from '../../lambda/invocation.ts'
import { clientOfRole, startS3 } from '../s3-fixture.ts'

const Bucket = 'shelf'
const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:producer'

/** Replaces Lambda, and records S3's questions and invocations. */
function lambdaStandIn(aws: LocalAws, allowed = true) {
  const invocations: InvocationRequest[] = []
  const questions: [string, ServiceInvoker][] = []
  Object.assign(aws.account.lambda, {
    allowsService: (functionArn: string, invoker: ServiceInvoker) => {
      questions.push([functionArn, invoker])
      return allowed
    },
    invoke: async (request: InvocationRequest) => {
      invocations.push(request)
      return { statusCode: 202, executedVersion: '$LATEST', requestId: 'r', logTail: '' }
    },
  })
  return { invocations, questions }
}

function records(invocations: readonly InvocationRequest[]) {
  return invocations.flatMap(({ payload }) => JSON.parse(Buffer.from(payload).toString()).Records)
}

function configure(client: S3Client, NotificationConfiguration: NotificationConfiguration, members: object = {}) {
  return client.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration, ...members }))
}

function toFunction(prefix = '', suffix = '', ...events: Event[]): LambdaFunctionConfiguration {
  const rules = [
    { Name: 'prefix' as const, Value: prefix },
    { Name: 'suffix' as const, Value: suffix },
  ].filter(({ Value }) => Value !== '')
  return {
    LambdaFunctionArn,
    Events: events.length > 0 ? events : ['s3:ObjectCreated:*'],
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
  }
}

t.test('a new object invokes the function with the record that S3 writes', async t => {
  const { aws, client } = await startS3(t)
  const { invocations, questions } = lambdaStandIn(aws)
  await configure(client, { LambdaFunctionConfigurations: [toFunction('models/')] })
  const invoker = { service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::shelf', sourceAccount: '000000000000' }
  t.same(questions, [[LambdaFunctionArn, invoker]])
  const read = await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
  t.match(read.LambdaFunctionConfigurations, [toFunction('models/')])
  const Id = read.LambdaFunctionConfigurations?.[0]?.Id
  t.ok(Id)
  await client.send(new PutObjectCommand({ Bucket, Key: 'inputs/ignored', Body: 'x' }))
  const put = await client.send(new PutObjectCommand({ Bucket, Key: 'models/a b+ü.onnx', Body: '12345' }))
  await eventually('the function is invoked', () => invocations.length > 0)
  t.match(invocations, [{ functionName: LambdaFunctionArn, invocationType: 'Event', invoker }])
  t.match(records(invocations), [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:000000000000' },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { 'x-amz-request-id': put.$metadata.requestId },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: Id,
        bucket: { name: 'shelf', arn: 'arn:aws:s3:::shelf' },
        object: {
          key: 'models/a+b%2B%C3%BC.onnx',
          size: 5,
          eTag: '827ccb0eea8a706c4c34a16891f84e7b',
          sequencer: /^[0-9A-F]{18}$/,
        },
      },
    },
  ])
  t.notOk('versionId' in records(invocations)[0].s3.object)
})

t.test('each way to create an object has its own event name, and sequencers increase', async t => {
  const { aws, client } = await startS3(t)
  const { invocations } = lambdaStandIn(aws)
  const VersioningConfiguration = { Status: 'Enabled' as const }
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
  await configure(client, {
    LambdaFunctionConfigurations: [toFunction('', '', 's3:ObjectCreated:*', 's3:ObjectRemoved:*')],
  })
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'shelf/k' }))
  const upload = { Bucket, Key: 'k' }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload))
  const { ETag } = await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'y' }))
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  await client.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }))
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }))
  await eventually('the function is invoked five times', () => invocations.length === 5)
  const sent = records(invocations)
  t.same(
    sent.map(({ eventName }) => eventName),
    [
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:CompleteMultipartUpload',
      'ObjectRemoved:DeleteMarkerCreated',
      'ObjectRemoved:Delete',
    ],
  )
  t.equal(sent[0].s3.object.versionId, VersionId)
  const sequencers = sent.map(({ s3 }) => s3.object.sequencer)
  t.same(sequencers, sequencers.toSorted())
  t.equal(new Set(sequencers).size, 5)
})

t.test('without versions a deletion is announced as one, and a deletion of nothing is not', async t => {
  const { aws, client } = await startS3(t)
  const { invocations } = lambdaStandIn(aws)
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  await configure(client, { LambdaFunctionConfigurations: [toFunction('', '', 's3:ObjectRemoved:*')] })
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'nothing' }))
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  await eventually('the function is invoked', () => invocations.length > 0)
  t.match(records(invocations), [{ eventName: 'ObjectRemoved:Delete', s3: { object: { key: 'k' } } }])
  t.equal(invocations.length, 1)
})

t.test('the answer to a PUT does not wait for the function, but closing does', async t => {
  const { aws, client } = await startS3(t)
  lambdaStandIn(aws)
  let release = () => {}
  let invoked = false
  aws.account.lambda.invoke = () => {
    invoked = true
    return new Promise(resolve => {
      release = () => resolve({ statusCode: 202, executedVersion: '$LATEST', requestId: 'r', logTail: '' })
    })
  }
  await configure(client, { LambdaFunctionConfigurations: [toFunction()] })
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  await eventually('the function is invoked', () => invoked)
  let closed = false
  const closing = aws.account.s3.close().then(() => {
    closed = true
  })
  await new Promise(resolve => setImmediate(resolve))
  t.equal(closed, false)
  release()
  await t.resolves(closing)
})

t.test('a function that the bucket may not invoke is refused, unless the check is skipped', async t => {
  const { aws, client } = await startS3(t)
  const { questions } = lambdaStandIn(aws, false)
  const configuration = { LambdaFunctionConfigurations: [toFunction()] }
  await t.rejects(configure(client, configuration), {
    name: 'InvalidArgument',
    message: 'Unable to validate the following destination configurations',
    $metadata: { httpStatusCode: 400 },
  })
  t.notOk((await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).LambdaFunctionConfigurations)
  questions.length = 0
  await t.resolves(configure(client, configuration, { SkipDestinationValidation: true }))
  t.same(questions, [])
})

t.test('if a function cannot be invoked any more, the operator sees it, and the writer does not', async t => {
  const diagnoses: string[] = []
  const { aws, client } = await startS3(t, { diagnose: sentence => diagnoses.push(sentence) })
  lambdaStandIn(aws)
  aws.account.lambda.invoke = () => Promise.reject(new Error('no such function'))
  await configure(client, { LambdaFunctionConfigurations: [toFunction()] })
  await t.resolves(client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' })))
  await eventually('the operator gets a message', () => diagnoses.length > 0)
  t.match(diagnoses[0], /could not notify .*producer for shelf: Error: no such function/)
})

t.test('an empty configuration disables notifications', async t => {
  const { aws, client } = await startS3(t)
  const { invocations } = lambdaStandIn(aws)
  await configure(client, { LambdaFunctionConfigurations: [toFunction()] })
  await configure(client, {})
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  await aws.account.s3.close()
  t.same(invocations, [])
})

t.test('rules that could both match an object are refused', async t => {
  const { aws, client } = await startS3(t)
  lambdaStandIn(aws)
  const both = (one: LambdaFunctionConfiguration, other: LambdaFunctionConfiguration) =>
    configure(client, { LambdaFunctionConfigurations: [one, other] })
  const ambiguous = { name: 'InvalidArgument', message: /ambiguously defined/ }
  await t.rejects(both(toFunction(), toFunction('models/')), ambiguous)
  await t.rejects(both(toFunction('models/'), toFunction('models/a')), ambiguous)
  await t.rejects(both(toFunction('', '.onnx'), toFunction('models/', 'x.onnx')), ambiguous)
  await t.rejects(both(toFunction('', '', 's3:ObjectCreated:Put'), toFunction()), ambiguous)
  await t.resolves(both(toFunction('models/'), toFunction('inputs/')))
  await t.resolves(both(toFunction('', '.onnx'), toFunction('', '.json')))
  await t.resolves(both(toFunction('', '', 's3:ObjectCreated:Put'), toFunction('', '', 's3:ObjectCreated:Copy')))
})

t.test('other invalid configurations, and features that the local S3 lacks, are refused', async t => {
  const { aws, client } = await startS3(t)
  lambdaStandIn(aws)
  const one = toFunction('a')
  const filtered = (...FilterRules: { Name: 'prefix'; Value: string }[]) =>
    configure(client, { LambdaFunctionConfigurations: [{ ...one, Filter: { Key: { FilterRules } } }] })
  await t.rejects(filtered({ Name: 'middle' as 'prefix', Value: 'x' }), {
    name: 'InvalidArgument',
    message: 'filter rule name must be either prefix or suffix',
    ArgumentName: 'FilterRule.Name',
    ArgumentValue: 'middle',
  })
  await t.rejects(filtered({ Name: 'prefix', Value: 'x' }, { Name: 'prefix', Value: 'y' }), { name: 'InvalidArgument' })
  const sameId = [
    { ...one, Id: 'id' },
    { ...toFunction('b'), Id: 'id' },
  ]
  await t.rejects(configure(client, { LambdaFunctionConfigurations: sameId }), { message: /IDs must be unique/ })
  const notBuilt = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } }
  const Events: Event[] = ['s3:ObjectCreated:*']
  await t.rejects(configure(client, { QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:::q', Events }] }), notBuilt)
  await t.rejects(configure(client, { TopicConfigurations: [{ TopicArn: 'arn:aws:sns:::t', Events }] }), notBuilt)
  await t.rejects(configure(client, { EventBridgeConfiguration: {} }), notBuilt)
  const restore = toFunction('', '', 's3:ObjectRestore:*')
  await t.rejects(configure(client, { LambdaFunctionConfigurations: [restore] }), notBuilt)
})

t.test('setting notifications needs its own permission', async t => {
  const { aws } = await startS3(t)
  lambdaStandIn(aws)
  const client = clientOfRole(t, aws, { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' })
  await t.rejects(configure(client, {}), { name: 'AccessDenied', message: /s3:PutBucketNotification on resource/ })
})
