import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketNotificationConfigurationCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { failsWhere } from '../otherwise-fixture.ts'
import { mustBeOnThePage } from '../requirements-page-fixture.ts'
import { bucketCriteria } from './criteria.ts'
import { bucketOtherwise } from './otherwise-fixture.ts'

t.setTimeout(900_000)

t.test('docs/requirements.md has each criterion', async t => mustBeOnThePage(t, bucketCriteria))

t.test('requirement 5', async t => {
  const system = await deployedSystem(t)
  const Bucket = system.bucketName
  const s3 = new S3Client({ forcePathStyle: true })
  const iam = new IAMClient({})
  t.teardown(() => [s3, iam].forEach(client => client.destroy()))
  const judge = (id: (typeof bucketCriteria)[number]['id'], of = system) => verdictOf(of, bucketCriteria, id)

  for (const { id } of bucketCriteria) {
    await t.test(`${id} holds for the deployed system`, async t => {
      const { status, evidence, source } = await judge(id)
      t.equal(status, 'pass', evidence)
      t.not(source, '')
    })
  }

  await failsWhere(t, system, bucketCriteria, bucketOtherwise)

  await t.test('objects that the checks upload are removed', async t => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
    t.strictSame(
      Contents.map(one => one.Key).filter(key => key!.includes('verify')),
      [],
    )
  })

  await t.test('5.1 fails without a prefix, and for a bucket with another name', async t => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'outputs/' }))
    const { status, evidence } = await judge('5.1')
    await s3.send(new PutObjectCommand({ Bucket, Key: 'outputs/' }))
    t.equal(status, 'fail')
    t.match(evidence, `${Bucket} has no prefix outputs/`)
    const other = await judge('5.1', { ...system, prefix: 'other' })
    t.equal(other.status, 'fail')
    t.match(other.evidence, `The bucket is called ${Bucket}, not other-ml-models-bucket`)
  })

  await t.test('5.2 fails for other events, another prefix, or no notification', async t => {
    const { LambdaFunctionConfigurations } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
    const put = (configurations: typeof LambdaFunctionConfigurations) =>
      s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket,
          NotificationConfiguration: { LambdaFunctionConfigurations: configurations },
        }),
      )
    const as = LambdaFunctionConfigurations![0]!
    const sabotages = [
      { put: [], says: 'notifies 0 functions' },
      { put: [{ ...as, Filter: undefined }], says: 'The filter is any key, not only the prefix models/' },
      { put: [{ ...as, Events: ['s3:ObjectCreated:Put' as const] }], says: 'The events are s3:ObjectCreated:Put' },
      {
        put: [{ ...as, Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'inputs/' }] } } }],
        says: 'The filter is prefix inputs/',
      },
    ]
    for (const sabotage of sabotages) {
      await put(sabotage.put)
      const { status, evidence } = await judge('5.2')
      t.equal(status, 'fail')
      t.match(evidence, sabotage.says)
    }
    await put(LambdaFunctionConfigurations)
    t.equal((await judge('5.2')).status, 'pass')
  })

  for (const [id, name, otherId] of [
    ['5.3', 'producer', '5.4'],
    ['5.4', 'consumer', '5.3'],
  ] as const) {
    await t.test(`${id} fails when the role may do less or more`, async t => {
      const names = { RoleName: `${system.prefix}-${name}`, PolicyName: 'use-models-bucket' }
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(names))
      const document = decodeURIComponent(PolicyDocument!)
      const put = (text: string) => iam.send(new PutRolePolicyCommand({ ...names, PolicyDocument: text }))
      const sabotages = [
        { text: document.replace('s3:PutObject', 's3:PutObjectTagging'), says: 'is not granted s3:PutObject on' },
        { text: document.replace('s3:GetObject', 's3:*'), says: 'allows s3:*' },
        { text: document.replaceAll(Bucket, 'another-bucket'), says: 'on arn:aws:s3:::another-bucket, beyond' },
        { text: document.replaceAll(`arn:aws:s3:::${Bucket}/*`, '*'), says: 'on *, beyond' },
        { text: document.replaceAll(`:::${Bucket}`, `:::${Bucket}*`), says: `${Bucket}*, beyond` },
      ]
      for (const { text, says } of sabotages) {
        t.not(text, document)
        await put(text)
        const { status, evidence } = await judge(id)
        t.equal(status, 'fail')
        t.ok(evidence.includes(says), evidence)
        t.equal((await judge(otherId)).status, 'pass', 'the other function is not blamed')
      }
      await put(document)
      t.equal((await judge(id)).status, 'pass')
    })
  }

  await t.test('5.5 fails when public access is not blocked in every way', async t => {
    const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }
    const put = (PublicAccessBlockConfiguration: Partial<typeof all>) =>
      s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
    for (const flag of Object.keys(all)) {
      await put({ ...all, [flag]: false })
      const { status, evidence } = await judge('5.5')
      t.equal(status, 'fail')
      t.match(evidence, `${flag} of ${Bucket} is false, not true`)
    }
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
    const { status, evidence } = await judge('5.5')
    t.equal(status, 'fail')
    t.match(evidence, `BlockPublicAcls of ${Bucket} is not set`)
    await put(all)
    t.equal((await judge('5.5')).status, 'pass')
  })
})
