import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'

t.setTimeout(120_000)

async function run(...args: readonly string[]) {
  const entry = fileURLToPath(new URL('mutants.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [[code], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { code: code as number | null, stdout, stderr }
}

t.test('mutants tells the changes that no test beside a source takes notice of, and its score', async t => {
  const source = 'functions/working-set/file-id.ts'
  const { code, stdout } = await run(source, '--budget', '0', '--jobs', '1', '--at-least', '1')
  t.equal(code, 0)
  t.match(stdout, /^functions\/working-set +\d+ +\d+ .* %$/m)
  t.match(stdout, /^all +\d+ +[1-9]\d* /m, 'some are noticed')
})

t.test('mutants that is misused ends with 2', async t => {
  t.match(await run('docs'), { code: 2, stderr: /There is no source to change in docs/ })
  t.match(await run('--jobs', '0'), { code: 2, stderr: /a whole number, 1 or more/ })
})
