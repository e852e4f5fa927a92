import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateBucketCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { functionWorld } from '../local-aws/services/lambda/function-fixture.ts'
import { smallProject } from '../package/small-project-fixture.ts'
import { eventually } from '../testing/eventually.ts'
import { watchFunctions } from './watch-functions.ts'

t.test('a function is updated when its source is saved, and the outcome of each save is reported', async t => {
  const world = await functionWorld()
  t.teardown(() => world.close())
  Object.assign(process.env, world.aws.environment)
  for (const name of ['p', 'c']) await world.create(name, `exports.handler = () => 'before'`)
  using connection = await connectToAws()
  const s3 = connection.clients.get(S3Client)
  await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
  const project = smallProject(t)
  const source = (path: string) => join(project, 'functions', path)
  const stop = new AbortController()
  const reported: string[] = []
  const { ended } = await watchFunctions({
    connection,
    artifactsBucket: 'artifacts',
    functionNames: { producer: 'p', consumer: 'c' },
    signal: stop.signal,
    report: sentence => reported.push(sentence),
    project,
  })
  const answers = async () => [(await world.invoke('p')).body, (await world.invoke('c')).body]
  const next = async (what: string) => {
    const count = reported.length
    return { reported: () => eventually(what, () => reported.length > count && reported.at(-1)) }
  }

  let saved = await next('the Producer is updated')
  await writeFile(source('producer/index.ts'), `export const handler = () => 'first'\n`)
  t.match(await saved.reported(), /^functions\/producer\/index\.ts: producer updated in \d+\.\d s; the next call/)
  t.same(await answers(), ['first', 'before'], 'only the changed function is updated')

  saved = await next('the broken source is reported')
  await writeFile(source('producer/index.ts'), `export const handler = = 'second'\n`)
  t.match(
    await saved.reported(),
    /^functions\/producer\/index\.ts: not updated, the previous code keeps running\. functions.*:1: Unex/,
  )
  t.same(await answers(), ['first', 'before'])

  saved = await next('the corrected source')
  // Many editors save in this way.
  await writeFile(source('producer/.new'), `export const handler = () => 'second'\n`)
  await rename(source('producer/.new'), source('producer/index.ts'))
  t.match(await saved.reported(), /producer updated/)
  t.same(await answers(), ['second', 'before'])

  saved = await next('the same code once more')
  await writeFile(source('producer/index.ts'), `export const handler = () => 'second' // as before\n`)
  t.equal(await saved.reported(), 'functions/producer/index.ts: no function has new code')

  saved = await next('a source in a new folder')
  await mkdir(source('late'))
  await eventually('the new folder is watched', async () => {
    await writeFile(source('late/word.ts'), `export const word = 'late'\n`)
    return reported.some(sentence => sentence.startsWith('functions/late/word.ts'))
  })

  saved = await next('a source of the Consumer')
  await writeFile(
    source('consumer/index.ts'),
    `import { word } from '../late/word'\nexport const handler = () => word\n`,
  )
  t.match(await saved.reported(), /consumer updated/)
  saved = await next('a source that the Consumer imports')
  await writeFile(source('late/word.ts'), `export const word = 'later'\n`)
  t.match(await saved.reported(), /^functions\/late\/word\.ts: consumer updated/)
  t.same(await answers(), ['second', 'later'])

  // Every import() is a script of its own in the bundle, and only changed scripts are built again.
  const late = (word: string) => writeFile(source('late/word.ts'), `export const word = ${word}\n`)
  const consumer = (ending: string) =>
    writeFile(
      source('consumer/index.ts'),
      `export const handler = async () => (await import('../late/word.ts')).word + '${ending}'\n`,
    )
  saved = await next('a source with a late import')
  await consumer('!')
  t.match(await saved.reported(), /consumer updated/)
  saved = await next('a source that is imported late')
  await late(`'latest'`)
  t.match(await saved.reported(), /^functions\/late\/word\.ts: consumer updated/)
  saved = await next('the source that imports it')
  await consumer('?')
  t.match(await saved.reported(), /consumer updated/)
  t.same(await answers(), ['second', 'latest?'])

  const before = reported.length
  await mkdir(source('other'))
  await writeFile(source('other/word.ts'), `export const word = 'other'\n`)
  await writeFile(
    source('consumer/index.ts'),
    `export const handler = async () => (await import('../other/word.ts')).word\n`,
  )
  await eventually('another late source of the same name is used', () =>
    reported.slice(before).some(sentence => sentence.includes('consumer updated')),
  )
  t.same(await answers(), ['second', 'other'])
  saved = await next('the former late source again')
  await consumer('?')
  t.match(await saved.reported(), /consumer updated/)
  t.same(await answers(), ['second', 'latest?'])

  saved = await next('a broken source that is imported late')
  await late('= 1')
  t.match(await saved.reported(), /not updated, the previous code keeps running\. functions.late.word\.ts:1: /)
  saved = await next('another source of the broken function')
  await consumer('.')
  t.match(await saved.reported(), /^functions\/consumer\/index\.ts: not updated.* functions.late.word\.ts:1: /)
  t.same(await answers(), ['second', 'latest?'])

  const { Contents: zips = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'artifacts' }))
  const keys = zips.map(({ Key }) => Key!)
  t.ok(keys.length > 5)
  for (const key of keys) t.match(key, /^functions\/(producer|consumer)-[0-9a-f]{64}\.zip$/)
  const head = await s3.send(new HeadObjectCommand({ Bucket: 'artifacts', Key: keys[0]! }))
  t.equal(head.ContentType, 'application/zip')

  stop.abort()
  await ended
})
