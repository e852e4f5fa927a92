import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { ended } from '../testing/ended.ts'
import type { BinaryPlatform } from './onnx-runtime-files.ts'
import { packageFunctions } from './package-functions.ts'
import { unzip, unzipInto } from './unzip.ts'

// Bundling and compressing 46 MB.
t.setTimeout(600_000)

const model = (name: string) => fileURLToPath(new URL(`../model/${name}`, import.meta.url))
// docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, "Deployment package (.zip file archive) size"
const directUploadBytes = 50 * 1024 * 1024
const unzippedBytes = 250 * 1024 * 1024

const host = { platform: process.platform, arch: process.arch } as BinaryPlatform
// Not t.testdir(): inside of the repository, Node would find missing packages in the repository's node_modules.
const outDir = mkdtempSync(join(tmpdir(), 'package-functions-'))
t.teardown(() => rmSync(outDir, { recursive: true }))
// These zips may be from the cache. The last test builds them without it, and expects the same bytes.
const zips = await packageFunctions({ outDir: join(outDir, 'zips'), ...host })
const producer = await unzip(readFileSync(zips.producer.path))
const consumer = await unzip(readFileSync(zips.consumer.path))
await unzipInto(join(outDir, 'producer'), readFileSync(zips.producer.path))
await unzipInto(join(outDir, 'consumer'), readFileSync(zips.consumer.path))

/** Runs a CommonJS script outside of the repository, so that only the content of the zip is found. */
async function runScript(script: string, environment: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const { NODE_OPTIONS: _, ...inherited } = process.env
  const env = { ...inherited, AWS_REGION: 'us-east-1', BUCKET_NAME: 'bucket', ...environment }
  const child = spawn(process.execPath, ['-e', script], { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] })
  const { code, stdout, stderr } = await ended(child)
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}

t.test('the Producer is two scripts, without ONNX Runtime', async t => {
  t.same(
    producer.map(({ name }) => name),
    ['index.js', 'package.json', 'sums.js'],
  )
  t.notMatch(String(producer[0]!.content), 'onnxruntime')
  t.ok(zips.producer.bytes < 1024 * 1024, `${zips.producer.bytes} bytes`)
})

t.test('the Consumer contains the binaries of one platform, and only the parts of ONNX Runtime that run', async t => {
  const names = consumer.map(({ name }) => name)
  const scripts = names.filter(name =>
    /^node_modules\/onnxruntime-(node\/dist|common\/dist\/cjs)\/[\w-]+\.js$/.test(name),
  )
  const binaries = names.filter(name =>
    name.startsWith(`node_modules/onnxruntime-node/bin/napi-v6/${host.platform}/${host.arch}/`),
  )
  t.ok(scripts.length > 10)
  t.equal(binaries.length, 2)
  t.same(
    names.filter(name => !scripts.includes(name) && !binaries.includes(name)),
    [
      'index.js',
      'inference.js',
      'models-bucket.js',
      'node_modules/onnxruntime-common/dist/cjs/package.json',
      'node_modules/onnxruntime-common/package.json',
      'node_modules/onnxruntime-node/package.json',
      'object-memory-models.js',
      'object-models.js',
      'package.json',
    ],
  )
})

t.test('both zips are within the limits of a direct upload', async t => {
  for (const [zip, entries] of [
    [zips.producer, producer],
    [zips.consumer, consumer],
  ] as const) {
    t.ok(zip.bytes < directUploadBytes, `${zip.bytes}`)
    t.equal(zip.bytes, readFileSync(zip.path).length)
    t.equal(
      zip.unzippedBytes,
      entries.reduce((sum, { content }) => sum + content.length, 0),
    )
    t.ok(zip.unzippedBytes < unzippedBytes, `${zip.unzippedBytes}`)
  }
})

t.test('the Producer, unzipped outside of the repository, has a handler', async t => {
  const index = JSON.stringify(join(outDir, 'producer/index.js'))
  t.equal(await runScript(`console.log(JSON.stringify(typeof require(${index}).handler))`), 'function')
})

t.test('the Consumer, unzipped outside of the repository, reads a seven with the committed model', async t => {
  const mount = join(outDir, 'mnt')
  cpSync(model('digits.onnx'), join(mount, 'models/digits.onnx'))
  cpSync(model('samples/digit-7.json'), join(mount, 'inputs/seven'))
  const event = {
    resource: '/predict',
    path: '/predict',
    httpMethod: 'POST',
    body: '{"fileId":"seven","model":"digits"}',
  }
  const answer = (await runScript(
    `require(${JSON.stringify(join(outDir, 'consumer/index.js'))})
      .handler(${JSON.stringify(event)}, { awsRequestId: 'request-1' })
      .then(result => console.log(JSON.stringify(result)))`,
    { EFS_MOUNT_PATH: mount },
  )) as { statusCode: number; body: string }
  t.equal(answer.statusCode, 200, answer.body)
  const [{ data }] = JSON.parse(answer.body).outputs
  t.equal(data.indexOf(Math.max(...data)), 7)
})

t.test('a stack trace names functions and files of the sources', async t => {
  const bundle = String(consumer.find(({ name }) => name === 'index.js')!.content)
  t.match(bundle, 'async function loadModel(')
  t.match(bundle, '// functions/consumer/model.ts')
  t.notMatch(
    bundle,
    fileURLToPath(new URL('../..', import.meta.url)),
    'the bundle does not name the folder in which it was built',
  )
})

t.test('packaging a second time compresses nothing, because all inputs are known', async t => {
  const compress = () => t.fail('compressed again') as never
  const again = await packageFunctions({ outDir: join(outDir, 'again'), compress, ...host })
  t.equal(again.consumer.sha256, zips.consumer.sha256)
  t.ok(readFileSync(again.consumer.path).equals(readFileSync(zips.consumer.path)))
})

t.test('the zips are the same in another time zone, folder, umask and place', async t => {
  const dir = t.testdir()
  const build = `
    process.umask(0o077)
    const { packageFunctions } = await import(${JSON.stringify(new URL('package-functions.ts', import.meta.url).href)})
    const options = ${JSON.stringify({ outDir: dir, cacheDir: false, ...host })}
    console.log(JSON.stringify(await packageFunctions(options)))`
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', build], {
    cwd: '/',
    env: { ...process.env, TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const again = JSON.parse(await text(child.stdout))
  t.equal(again.producer.sha256, zips.producer.sha256)
  t.equal(again.consumer.sha256, zips.consumer.sha256)
  t.same(readdirSync(dir).sort(), ['consumer.zip', 'producer.zip'], 'no unfinished files remain')
})
