import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

t.setTimeout(600_000)

async function run(...args: readonly string[]) {
  return ended(spawn(process.execPath, commandLine('mutants', ...args), { stdio: ['ignore', 'pipe', 'pipe'] }))
}

t.test('mutants lists the changes that no test beside a source notices, and the score', async t => {
  const source = 'functions/working-set/file-id.ts'
  const { code, stdout, stderr } = await run(
    source,
    '--tests',
    'functions/working-set/file-id.test.ts',
    '--budget',
    '0',
    '--jobs',
    '1',
    '--at-least',
    '1',
  )
  t.equal(code, 0, stderr)
  t.match(stdout, /^functions\/working-set +\d+ +\d+ .* %$/m)
  t.match(stdout, /^all +\d+ +[1-9]\d* /m, 'some are noticed')
})

t.test('a change with a reason to survive is tried only on request', async t => {
  const json = join(t.testdir(), 'mutants.json')
  const words = ['functions/bucket/client.ts', '--tests', 'functions/bucket/bucket.test.ts', '--json', json]
  const ofExplained = async (...more: readonly string[]) => {
    const { code, stdout, stderr } = await run(...words, ...more)
    t.equal(code, 0, stderr)
    t.match(stdout, /^explained +functions\/bucket\/client\.ts/m)
    const { mutants } = JSON.parse(readFileSync(json, 'utf8')) as { mutants: { explained: boolean; tests: string[] }[] }
    t.ok(mutants.some(({ explained }) => !explained))
    return mutants.filter(({ explained }) => explained).flatMap(({ tests }) => tests)
  }
  t.same(await ofExplained(), [])
  t.same(await ofExplained('--explained'), ['functions/bucket/bucket.test.ts'])
})

t.test('misused mutants ends with 2', async t => {
  t.match(await run('docs'), { code: 2, stderr: /docs has no source to change/ })
  t.match(await run('--jobs', '0'), { code: 2, stderr: /a whole number, 1 or more/ })
})
