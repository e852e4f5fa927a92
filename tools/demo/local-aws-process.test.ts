import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import t, { type Test } from 'tap'
import { within } from '../testing/eventually.ts'
import { type LocalAwsChoices, startLocalAwsProcess } from './local-aws-process.ts'

t.setTimeout(600_000)

t.test('a local AWS process answers at its endpoint in its Region, and ends when it is stopped', async t => {
  const { endpoint, environment, stop } = await startLocalAwsProcess({ region: 'eu-west-1' }, () => {})
  t.match(environment, { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1' })
  const sts = new STSClient({
    endpoint,
    region: environment.AWS_REGION!,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID!,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY!,
    },
  })
  t.match(await sts.send(new GetCallerIdentityCommand({})), { Arn: /^arn:aws:iam::/ })
  await stop()
  await t.rejects(fetch(endpoint))
  await t.resolves(stop(), 'a second time there is nothing to stop')
})

/** Starts a local AWS in whose process this comes first. */
function startAfter(t: Test, script: string, diagnose: (line: string) => void, choices: LocalAwsChoices = {}) {
  const before = process.env.NODE_OPTIONS
  process.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(script)}`
  t.teardown(() => {
    if (before === undefined) delete process.env.NODE_OPTIONS
    else process.env.NODE_OPTIONS = before
  })
  return startLocalAwsProcess(choices, diagnose)
}

t.test('a local AWS that ends before it listens is an error with the last lines of its output', async t => {
  const said: string[] = []
  const start = startAfter(
    t,
    'for (let n = 1; n < 8; n += 1) console.error(`line ${n}`); process.exitCode = 3; process.exit()',
    line => said.push(line),
  )
  await t.rejects(start, {
    code: 'LOCAL_AWS_FAILED',
    message: 'The local AWS did not start: line 3 line 4 line 5 line 6 line 7',
  })
  t.same(
    said,
    [1, 2, 3, 4, 5, 6, 7].map(n => `line ${n}`),
    'every line goes to diagnose',
  )
})

t.test('a local AWS that ends without output is an error too', async t => {
  const start = startAfter(t, 'process.exit(3)', () => {})
  await t.rejects(start, { code: 'LOCAL_AWS_FAILED', message: 'The local AWS did not start: it printed nothing' })
})

/** Sets variables for one test. */
function setEnvironment(t: Test, variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name]
    process.env[name] = value
    t.teardown(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }
}

t.test('the choices are variables of the process, which otherwise has those of this one', async t => {
  setEnvironment(t, { LOCAL_AWS_EFS_MOUNTS: 'own', LOCAL_AWS_LAMBDA_NETWORK: 'own' })
  const says = `const { env, argv } = process
    console.error(env.LOCAL_AWS_EFS_MOUNTS, env.LOCAL_AWS_S3_CONNECTION_MIBPS, env.LOCAL_AWS_LAMBDA_NETWORK, ...argv.slice(2))
    process.exit(3)`
  const said = async (choices: LocalAwsChoices) => {
    const lines: string[] = []
    await t.rejects(
      startAfter(t, says, line => lines.push(line), choices),
      { code: 'LOCAL_AWS_FAILED' },
    )
    return lines
  }
  t.same(await said({}), ['own undefined own local-aws/main 0'])
  const all = { region: 'eu-west-1', efsMounts: 'a,b', s3ConnectionMibps: 12, lambdaNetwork: 'published' } as const
  t.same(await said(all), ['a,b 12 published local-aws/main 0 eu-west-1'])
})

/** Says that it is ready, and goes on whatever happens. */
const hangs = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)
  await new Promise(resolve => process.env.IS_READY ? console.log('{"endpoint":"e","environment":{}}') : resolve())
  await new Promise(() => {})`

/** Lets two minutes pass at once. */
function hasten(t: Test): void {
  const { setTimeout } = globalThis
  globalThis.setTimeout = ((work: () => void, ms: number) => setTimeout(work, ms === 120_000 ? 1000 : ms)) as never
  t.teardown(() => void (globalThis.setTimeout = setTimeout))
}

t.test('a local AWS that does not listen within two minutes is killed', async t => {
  hasten(t)
  await t.rejects(
    startAfter(t, hangs, () => {}),
    {
      code: 'LOCAL_AWS_FAILED',
      message: 'The local AWS did not start within 120 s: it printed nothing',
    },
  )
})

t.test('a local AWS that does not end within two minutes is killed, and is gone for a second stop', async t => {
  setEnvironment(t, { IS_READY: 'yes' })
  const { endpoint, stop } = await startAfter(t, hangs, () => {})
  t.equal(endpoint, 'e')
  hasten(t)
  await within('it is killed', stop(), { deadlineMs: 60_000 })
  await within('there is nothing to stop', stop(), { deadlineMs: 60_000 })
})
