import { spawn } from 'node:child_process'
import t from 'tap'
import { startLocalAws } from './local-aws/server.ts'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

// Every run is a process that loads the SDK again.
t.setTimeout(600_000)

async function run(args: readonly string[], aws: Readonly<Record<string, string>>) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && name !== 'DEBUG')
  const child = spawn(process.execPath, commandLine('preflight', ...args), {
    env: { ...Object.fromEntries(inherited), ...aws },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return ended(child)
}

t.test('preflight ends with 0 without obstacles, with 1 with one, and with 2 if misused', async t => {
  const aws = await startLocalAws({ concurrentExecutions: 5 })
  t.teardown(() => aws.close())
  const refused = await run(['--prefix', 'demo'], aws.environment)
  t.match(refused, {
    code: 1,
    stdout: /^problem {2}concurrency {2}Only 5 of 5 .*\n +→ Ask for more/m,
    stderr: /One problem: concurrency\. \(PREFLIGHT_PROBLEMS\)/,
  })

  const roomy = await startLocalAws()
  t.teardown(() => roomy.close())
  const good = await run(['--prefix', 'demo'], roomy.environment)
  t.match(good, { code: 0, stdout: /Nothing was found that prevents: npm run deploy -- --prefix demo\n$/ })
  const json = await run(['--json'], roomy.environment)
  t.match(JSON.parse(json.stdout), [{ check: 'Node.js', outcome: 'ok' }])

  t.match(await run(['--vpc-quota', 'many'], roomy.environment), { code: 2, stderr: /whole number .* 'many'/ })
})
