import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { within } from '../../../testing/eventually.ts'
import { AwsError } from '../../aws-error.ts'
import { functionWorld } from './function-fixture.ts'
import { EventQueue } from './runtime/event-queue.ts'

t.setTimeout(600_000)

const world = await functionWorld()
const { aws, create, lambda, iam, logLines } = world
t.teardown(() => world.close())

const s3 = new S3Client({ ...aws, forcePathStyle: true })
const failing = `exports.handler = async event => { console.log('try', event.mark); throw new TypeError('no ' + event.mark) }`
const settled = () => within('no event waits', aws.account.lambda.events.settled())
const sentencesWith = (text: string) => world.sentences.filter(sentence => sentence.includes(text))

/** Makes a bucket for a test, and gives the functions' role these permissions. */
async function destination(t: Test, Bucket: string, actions = ['s3:PutObject', 's3:ListBucket']) {
  await s3.send(new CreateBucketCommand({ Bucket }))
  const allow = (Action: readonly string[]) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName: 'function',
        PolicyName: 'destination',
        PolicyDocument: JSON.stringify({
          Statement: [{ Effect: 'Allow', Action, Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`] }],
        }),
      }),
    )
  await allow(actions)
  t.teardown(() => iam.send(new DeleteRolePolicyCommand({ RoleName: 'function', PolicyName: 'destination' })))
  const arn = `arn:aws:s3:::${Bucket}`
  return {
    arn,
    allow,
    config: (FunctionName: string) => ({ FunctionName, DestinationConfig: { OnFailure: { Destination: arn } } }),
    async records() {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
      return Promise.all(
        Contents.map(async ({ Key }) => {
          const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key: Key! }))
          return { key: Key!, type: ContentType, record: JSON.parse(await Body!.transformToString()) }
        }),
      )
    },
  }
}

async function send(FunctionName: string, payload: object) {
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(payload) }))
  await settled()
}

t.test('after the last retry the event and its last error go to the bucket', async t => {
  const { config, records } = await destination(t, 'failed-events')
  await create('fails', failing)
  await lambda.send(new PutFunctionEventInvokeConfigCommand(config('fails')))
  await send('fails', { mark: 'm1', keys: ['a', 'ä'] })
  const [one, ...others] = await records()
  t.same(others, [])
  t.match(one!.key, /^aws\/lambda\/async\/fails\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/)
  const [, year, month, day] = /(\d{4})\/(\d\d)\/(\d\d)\//.exec(one!.key)!
  t.match(one!.key, `/${year}-${month}-${day}T`)
  const { requestId } = one!.record.requestContext
  t.match(one!.record.responsePayload.trace.join(), 'no m1')
  delete one!.record.responsePayload.trace
  t.match(one!.record.timestamp, new RegExp(`^${year}-${month}-${day}T.*Z$`))
  t.same(one!.record, {
    version: '1.0',
    timestamp: one!.record.timestamp,
    requestContext: {
      requestId,
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:fails:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { mark: 'm1', keys: ['a', 'ä'] },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'TypeError', errorMessage: 'no m1' },
  })
  const tries = (await logLines()).filter(line => line.includes('"message":"try m1"'))
  t.equal(tries.length, 3)
  t.ok(
    tries.every(line => line.includes(requestId)),
    'the record’s request ID finds every attempt in the log',
  )
})

t.test('an event that finally succeeds leaves no record', async t => {
  const { config, records } = await destination(t, 'none-failed')
  await create('recovers', `let n = 0; exports.handler = async () => { if (n++ < 2) throw new Error('again') }`)
  await lambda.send(new PutFunctionEventInvokeConfigCommand(config('recovers')))
  await send('recovers', {})
  t.same(await records(), [])
})

t.test('an expired event, or one without concurrency, leaves a record without an answer', async t => {
  const { config, records } = await destination(t, 'never-run')
  await create('held', failing)
  const FunctionName = 'held'
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...config('held'), MaximumEventAgeInSeconds: 60 }))
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
  await send('held', { mark: 'none' })
  const queuedAt = Date.now()
  let asked = 0
  t.intercept(aws.account, 'now', { value: () => new Date(queuedAt + (asked++ > 0 ? 61_000 : 0)) })
  aws.account.lambda.events.add(aws.account.lambda.function('held'), {
    payload: Buffer.from('{"mark":"old"}'),
    requestId: 'r',
  })
  await settled()
  const outcomes = (await records()).map(({ record: { requestContext, requestPayload } }) =>
    [requestPayload.mark, requestContext.condition, requestContext.approximateInvokeCount].join(' '),
  )
  t.same(outcomes.sort(), ['none ZeroReservedConcurrency 0', 'old EventAgeExceeded 0'])
  for (const { record } of await records()) t.notOk('responsePayload' in record || 'responseContext' in record)
})

t.test('attempts that were throttled do not count as calls in the record', async t => {
  const { config, records } = await destination(t, 'throttled')
  await create('throttled', failing)
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...config('throttled'), MaximumEventAgeInSeconds: 60 }))
  const queuedAt = Date.now()
  const result = { statusCode: 200, executedVersion: '$LATEST', requestId: 'r', logTail: '' }
  let attempts = 0
  t.intercept(aws.account, 'now', { value: () => new Date(queuedAt + (attempts > 2 ? 61_000 : 0)) })
  const events = new EventQueue(aws.account, async () => {
    attempts += 1
    if (attempts === 2) return { ...result, functionError: 'Unhandled' as const, payload: Buffer.from('{}') }
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429)
  })
  events.retryDelaysMs = [1, 1]
  events.backoffMs = { first: 1, most: 1 }
  events.add(aws.account.lambda.function('throttled'), { payload: Buffer.from('{}'), requestId: 'r' })
  await within('the event is given up', events.settled())
  const { condition, approximateInvokeCount } = (await records())[0]!.record.requestContext
  t.same([attempts, condition, approximateInvokeCount], [3, 'EventAgeExceeded', 1])
})

t.test('if the role has lost its permission, the record is lost and counted', async t => {
  const { arn, config, allow, records } = await destination(t, 'closed')
  await create('unlucky', failing)
  await lambda.send(new PutFunctionEventInvokeConfigCommand(config('unlucky')))
  for (const left of [['s3:ListBucket'], ['s3:PutObject']]) {
    await allow(left)
    await send('unlucky', { mark: 'lost' })
  }
  t.same(await records(), [])
  t.equal(aws.account.lambda.destinationDeliveryFailures.get('unlucky'), 2)
  t.match(sentencesWith(`${arn} did not accept its record`)[0], /AccessDenied.*DestinationDeliveryFailures: 1/)

  await s3.send(new DeleteBucketCommand({ Bucket: 'closed' }))
  await send('unlucky', { mark: 'lost' })
  t.equal(aws.account.lambda.destinationDeliveryFailures.get('unlucky'), 3)
})

t.test('a destination that the role may not use, or that does not exist, is refused when it is set', async t => {
  await create('careful', failing)
  // An update needs an existing configuration.
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'careful', MaximumRetryAttempts: 0 }))
  const { arn, config, allow } = await destination(t, 'half-open')
  const refused = { name: 'InvalidParameterValueException', message: `The destination ARN ${arn} is invalid.` }
  for (const left of ['s3:PutObject', 's3:ListBucket']) {
    await allow([left])
    await t.rejects(lambda.send(new PutFunctionEventInvokeConfigCommand(config('careful'))), refused)
    await t.rejects(lambda.send(new UpdateFunctionEventInvokeConfigCommand(config('careful'))), refused)
  }
  const why = sentencesWith('half-open cannot be a destination of careful: ').map(
    sentence => sentence.split('its role ')[1],
  )
  const missing = ['s3:ListBucket on arn:aws:s3:::half-open', 's3:PutObject on arn:aws:s3:::half-open/*']
  t.same(
    why,
    missing.flatMap(one => [`may not ${one}`, `may not ${one}`]),
  )
  const set = (DestinationConfig: object) =>
    lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'careful', DestinationConfig }))
  await t.rejects(set({ OnFailure: { Destination: 'arn:aws:s3:::nowhere' } }), {
    name: 'InvalidParameterValueException',
  })
  const onSuccess = { OnSuccess: { Destination: 'arn:aws:s3:::half-open' } }
  await t.rejects(set(onSuccess), { name: 'InvalidParameterValueException', message: /DestinationConfig\(onSuccess=/ })
  const queue = { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:queue' } }
  await t.rejects(set(queue), { name: 'NotImplemented' })
})

t.test('a destination is described, kept when another setting changes, and removed by an empty one', async t => {
  const { arn, config } = await destination(t, 'told')
  await create('asked', failing)
  const FunctionName = 'asked'
  await lambda.send(new PutFunctionEventInvokeConfigCommand(config('asked')))
  await lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }))
  const get = async () =>
    (await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).DestinationConfig
  t.same(await get(), { OnSuccess: {}, OnFailure: { Destination: arn } })
  const DestinationConfig = { OnFailure: { Destination: '' } }
  await lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }))
  t.same(await get(), { OnSuccess: {}, OnFailure: {} })
})
