import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { alteredFunction } from '../altered-function-fixture.ts'
import { deployedSystem } from '../deployed-fixture.ts'
import { verify } from '../verify.ts'
import { allClaims } from './all-claims.ts'

t.setTimeout(1_800_000)

/** Each is the handler of a Consumer with one fault. */
const consumers: readonly [what: string, ids: readonly string[], handler: string][] = [
  [
    'answers the same for every input and model',
    ['C1', 'C3'],
    `async (event, context) => {
      const answer = await intact(event, context)
      if (answer.statusCode !== 200) return answer
      const body = JSON.parse(answer.body)
      body.outputs[0].data = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      return { ...answer, body: JSON.stringify(body) }
    }`,
  ],
  [
    'has a model of its own in each environment',
    ['C1', 'C2', 'C4'],
    `async (event, context) => {
      const answer = await intact(event, context)
      if (answer.statusCode !== 200) return answer
      const body = JSON.parse(answer.body)
      body.modelSha256 = (globalThis.own ??= String(Math.random()))
      return { ...answer, body: JSON.stringify(body) }
    }`,
  ],
  [
    'copies the model beside itself',
    ['C2'],
    `async (event, context) => {
      const answer = await intact(event, context)
      if (answer.statusCode === 200) await fs.writeFile('/mnt/efs/models/copy-' + Math.random(), 'x').catch(() => {
        const { efsPath } = JSON.parse(answer.body)
        return fs.writeFile(efsPath.replace(/outputs.*/, 'models/copy-' + Math.random()), 'x')
      })
      return answer
    }`,
  ],
  [
    'keeps its results to itself',
    ['C4'],
    `async (event, context) => {
      const answer = await intact(event, context)
      if (answer.statusCode === 200) await fs.rm(JSON.parse(answer.body).efsPath, { force: true })
      return answer
    }`,
  ],
]

t.test('each sabotage makes exactly the claims fail that no longer hold', async t => {
  const system = await deployedSystem(t)
  const failing = async () => {
    const options = { criteria: allClaims, quick: true, claimedBytes: 2 ** 21, patienceMs: 15_000 }
    const verdicts = await verify(system, options)
    t.same(verdicts.notUndone, [], 'the checks leave nothing')
    return verdicts.filter(({ status }) => status === 'fail')
  }
  const ids = (verdicts: Awaited<ReturnType<typeof failing>>) => verdicts.map(({ id }) => id)

  await t.test('the notification is removed', async t => {
    const s3 = new S3Client({ forcePathStyle: true })
    t.teardown(() => s3.destroy())
    const { bucketName: Bucket } = system
    const { $metadata: _, ...before } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }))
    const verdicts = await failing()
    // Without the model the claims about it cannot be shown.
    t.same(ids(verdicts), ['C1', 'C2', 'C3', 'C4'])
    for (const { evidence } of verdicts) t.match(evidence, /cannot be used \d+ s after it was put into the bucket: 404/)
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: before }))
  })

  const consumer = await alteredFunction(system, 'consumer')
  t.teardown(() => consumer.close())
  for (const [what, expected, handler] of consumers) {
    await t.test(`the Consumer ${what}`, async t => {
      await consumer.alter(handler)
      const verdicts = await failing()
      t.same(ids(verdicts), expected, JSON.stringify(verdicts, null, 1))
    })
  }
  await consumer.restore()
  t.same(await failing(), [])
})
