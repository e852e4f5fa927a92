import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import t, { type Test } from 'tap'
import { startLocalAwsProcess } from './local-aws-process.ts'

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
function startAfter(t: Test, script: string, diagnose: (line: string) => void) {
  const before = process.env.NODE_OPTIONS
  process.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(script)}`
  t.teardown(() => {
    if (before === undefined) delete process.env.NODE_OPTIONS
    else process.env.NODE_OPTIONS = before
  })
  return startLocalAwsProcess({}, diagnose)
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
