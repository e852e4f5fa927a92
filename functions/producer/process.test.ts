import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { bundleFunction } from '../../tools/package/bundle-function.ts'
import { compiledScript } from '../../tools/testing/compiled-script.ts'
import { eventually, within } from '../../tools/testing/eventually.ts'
import { BucketServer } from '../bucket/bucket-server-fixture.ts'

// These tests run the function as it is shipped in a separate process, which knows S3 only from AWS_ENDPOINT_URL.
const repository = fileURLToPath(new URL('../..', import.meta.url))
const { entries } = await bundleFunction(repository, 'producer', { programs: ['sums'] })
const shipped = t.testdir(Object.fromEntries(entries.map(({ name, content }) => [name, Buffer.from(content)])))
const liveMemory = fileURLToPath(new URL('../../tools/testing/live-memory.ts', import.meta.url))

async function startBucket(t: Test) {
  const bucket = new BucketServer()
  const s3 = await bucket.start()
  t.teardown(() => bucket.stop())
  const { port, hostname } = await s3.config.endpoint!()
  return { bucket, endpoint: `http://${hostname}:${port}` }
}

async function startProcess(t: Test, endpoint: string, mountPath: string, script: string) {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    BUCKET_NAME: 'test-bucket',
    EFS_MOUNT_PATH: mountPath,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  }
  const prelude = `
    import { createRequire } from 'node:module'
    const { handler } = createRequire(${JSON.stringify(join(shipped, 'index.js'))})('./index.js')
    const ingest = body => handler({ httpMethod: 'POST', body: JSON.stringify(body) }, { awsRequestId: 'r' })
  `
  const program = await compiledScript(t.testdirName, prelude + script)
  const child = spawn(process.execPath, [program], { env })
  t.teardown(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', data => (output += data))
  child.stderr.on('data', data => (output += data))
  return {
    child,
    output: () => output,
    exit: within('it ends', once(child, 'close'), { deadlineMs: 300_000, seen: () => output }),
  }
}

t.test('a large object is streamed, so memory does not grow with its size', async t => {
  const { bucket, endpoint } = await startBucket(t)
  const mountPath = join(t.testdir({ mount: {} }), 'mount')
  const large = Buffer.alloc(96 * 1024 ** 2, 3)
  bucket.objects.set('models/small', Buffer.alloc(1024 ** 2, 3))
  bucket.objects.set('models/large', large)
  bucket.intercept = async request => {
    const begin = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    // The first measurement may have begun before the earlier bytes had arrived. The second has not.
    const before = measurements().length
    if (begin >= (large.length * 3) / 4) {
      await eventually('the process has measured twice', () => measurements().length >= before + 2)
    }
    return false
  }
  const script = `
    const { liveBufferBytes } = await import(${JSON.stringify(liveMemory)})
    await ingest({ key: 'models/small' })
    const before = liveBufferBytes()
    const measuring = setInterval(() => console.log(JSON.stringify({ grownBytes: liveBufferBytes() - before })), 250)
    const { statusCode } = await ingest({ key: 'models/large' })
    clearInterval(measuring)
    console.log(JSON.stringify({ statusCode }))
  `
  const { output, exit } = await startProcess(t, endpoint, mountPath, script)
  const lines = () =>
    output()
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line)) // the last line is not complete
  const measurements = () => lines().flatMap(({ grownBytes }) => grownBytes ?? [])
  await exit
  const [first, second, { statusCode }] = lines().filter(line => !('grownBytes' in line))
  t.equal(statusCode, 201, output())
  // A copy that is collected first would hold three quarters at the last measurements; a streamed one holds at most 6
  // parts of 8 MiB.
  const grownMiB = Math.max(...measurements()) / 1024 ** 2
  t.ok(grownMiB < 60, `grown by ${grownMiB} MiB`)
  t.ok(readFileSync(join(mountPath, 'models/large')).equals(large))
  t.match([first, second], [{ outcome: 'created' }, { outcome: 'created', bytes: large.length }])
})

t.test('a killed writer leaves no file under its name, and its remains are swept', async t => {
  const { bucket, endpoint } = await startBucket(t)
  const mountPath = join(t.testdir({ mount: {} }), 'mount')
  const staging = join(mountPath, '.staging')
  const data = Buffer.alloc(4 * 1024 ** 2, 5)
  bucket.objects.set('models/m', data)
  bucket.intercept = async (_request, response) => {
    if (bucket.requests.length > 1) return false
    response.writeHead(200, { ETag: '"m"', 'Content-Length': data.length })
    response.write(data.subarray(0, 3 * 1024 ** 2)) // the rest is never sent
    return true
  }
  const ingest = `await ingest({ key: 'models/m' })`
  const killed = await startProcess(t, endpoint, mountPath, ingest)
  const bytesStaged = () =>
    existsSync(staging) ? readdirSync(staging).map(name => statSync(join(staging, name)).size) : []
  await eventually('a mebibyte is staged', () => (bytesStaged()[0] ?? 0) > 1024 ** 2)
  killed.child.kill('SIGKILL')
  await killed.exit
  t.notOk(existsSync(join(mountPath, 'models/m')))
  const [left] = readdirSync(staging)
  t.ok(left)
  utimesSync(join(staging, left!), new Date(0), new Date(0))
  const next = await startProcess(t, endpoint, mountPath, ingest)
  await next.exit
  t.ok(readFileSync(join(mountPath, 'models/m')).equals(data), next.output())
  t.same(readdirSync(staging), [])
})
