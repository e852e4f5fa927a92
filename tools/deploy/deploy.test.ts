import {
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { MisuseError } from '../command/command-error.ts'
import { destroy } from '../destroy/destroy.ts'
import { deploy } from './deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from './deploy-fixture.ts'

// The tests make and remove whole stacks. On a busy machine that may take half a minute.
t.setTimeout(600_000)

const nothingThere = { prefix: 'demo', removed: [], leftovers: [], notOurs: [], unchecked: [], failures: [] }

t.test('the system is deployed, deployed again without changes, changed, removed, and removed again', async t => {
  await useLocalAws(t)
  const target = { prefix: 'demo', outDir: t.testdir(), packager: packageNothing }

  const created = recordProgress()
  const first = await deploy({ ...target, progress: created.progress })
  t.equal(first.changed, true)
  t.match(first.outputs, {
    BucketName: 'demo-ml-models-bucket',
    ProducerFunctionName: 'demo-producer',
    StageName: 'prod',
  })
  t.match(first.apiUrl, /^http:\/\/127\.0\.0\.1:\d+\/restapis\/[a-z0-9]+\/prod\/_user_request_$/)
  const begin = created.lines.findIndex(line => line.startsWith('Creating'))
  t.match(created.lines.slice(0, 4), [
    /^Account 000000000000, Region us-east-1, endpoint http:\/\/127\.0\.0\.1:\d+$/,
    /^Packaging for \w+\/\w+, as the functions run on this machine$/,
    `Uploading to bucket ${first.artifacts.bucket}, which is new`,
    /^functions\/producer-[0-9a-f]{64}\.zip$/,
  ])
  t.match(created.lines.slice(begin - 1, begin + 1), ['Planning the creation of stack demo', 'Creating stack demo'])
  t.equal(created.lines.at(-1), 'Made models/, inputs/, outputs/ in bucket demo-ml-models-bucket')
  t.ok(first.durationMs > 0 && first.durationMs < 600_000)
  const vpc = created.lines.filter(line => line.includes('NetworkStack/Vpc  AWS::EC2::VPC  CREATE_COMPLETE'))
  t.equal(vpc.length, 1, 'an event of a nested stack is printed once')
  t.ok(created.lines.some(line => line.includes(`demo  AWS::CloudFormation::Stack  CREATE_COMPLETE`)))

  const connection = await connectToAws()
  const s3 = new S3Client(connection.s3ClientConfig)
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'demo-ml-models-bucket' }))
  t.same(
    Contents.map(({ Key }) => Key),
    ['inputs/', 'models/', 'outputs/'],
  )
  const { key, sha256, bytes } = first.artifacts.functions.consumer
  t.equal(key, `functions/consumer-${sha256}.zip`)
  const head = (Key: string) => s3.send(new HeadObjectCommand({ Bucket: first.artifacts.bucket, Key }))
  t.match(await head(key), { ContentLength: bytes, ContentType: 'application/zip' })
  const root = created.lines.find(line => /^\S+main\S+$/.test(line))!
  t.match(await head(root), { ContentType: 'application/yaml' })

  const repeated = recordProgress()
  const second = await deploy({ ...target, progress: repeated.progress })
  t.equal(second.changed, false, 'a second deployment without a change succeeds')
  t.same(second.outputs, first.outputs)
  t.same(second.artifacts, first.artifacts, 'the same code has the same key')
  t.notOk(repeated.lines.some(line => line.includes('CREATE_IN_PROGRESS')))
  t.ok(repeated.lines.includes(`${key} (already there)`), 'an artifact in the bucket is not uploaded again')
  t.ok(repeated.lines.includes(`Uploading to bucket ${first.artifacts.bucket}`))
  t.equal(repeated.lines.at(-1), 'No changes: the stack is as it should be')

  const updated = recordProgress()
  const third = await deploy({
    ...target,
    parameters: { LogRetentionInDays: '3', ExpireAfterDays: '7' },
    progress: updated.progress,
  })
  t.equal(third.changed, true)
  t.ok(updated.lines.some(line => line.includes('ComputeStack/ProducerLogGroup')))
  for (const line of ['Planning the update of stack demo', 'Updating stack demo']) t.ok(updated.lines.includes(line))
  t.notOk(
    updated.lines.some(line => line.includes('NetworkStack/Vpc')),
    'events of the creation are not printed again',
  )
  const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: 'demo-ml-models-bucket' }))
  t.match(
    Rules,
    ['inputs/', 'outputs/'].map(Prefix => ({ Status: 'Enabled', Filter: { Prefix }, Expiration: { Days: 7 } })),
  )
  const fourth = await deploy({ ...target })
  t.equal(fourth.changed, false, 'a parameter keeps its earlier value')
  await t.rejects(deploy({ ...target, parameters: { NoSuch: '1' } }), MisuseError)

  // CloudFormation does not know of this object, which would keep it from deleting the bucket.
  await s3.send(new PutObjectCommand({ Bucket: 'demo-ml-models-bucket', Key: 'outputs/a.result', Body: '{}' }))
  const removal = await destroy({ prefix: 'demo' })
  t.same(removal.leftovers, [])
  t.same(removal.unchecked, [])
  for (const id of ['demo', 'demo-producer', 'demo-ml-models-bucket', first.artifacts.bucket, first.outputs.VpcId]) {
    t.ok(
      removal.removed.some(removed => removed.id === id),
      `${id} is listed as removed`,
    )
  }

  const again = recordProgress()
  t.same(await destroy({ prefix: 'demo', progress: again.progress }), nothingThere)
  t.ok(again.lines.includes('There is no stack demo'))
})
