import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

async function run(...args: string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')))
  const child = spawn(process.execPath, commandLine('cost', ...args), { env, stdio: ['ignore', 'pipe', 'pipe'] })
  return ended(child)
}

t.test('cost prints both estimates with their formulas, and needs no AWS', async t => {
  const { code, stdout } = await run()
  t.equal(code, 0)
  t.match(stdout, /^One demonstration: \$0\.\d+/m)
  t.match(stdout, /^A month left running, unused: \$/m)
  t.match(stdout, /AWS Lambda +request +[\d,]+ × \$0\.0000002 = \$/)
})

t.test('the assumptions are options, and change the result', async t => {
  const { code, stdout } = await run('--json', '--efs-gb', '10', '--s3-gb', '0', '--predictions-per-day', '0')
  t.equal(code, 0)
  t.equal(JSON.parse(stdout).idleMonth.usd, 3, '10 GB-months at $0.30')
})

t.test('the page is printed or written', async t => {
  const file = join(t.testdir(), 'cost.md')
  t.match(await run('--write', file), { code: 0, stderr: /Wrote / })
  t.equal(await readFile(file, 'utf8'), (await run('--markdown')).stdout)
  t.match(await run('--write', file), { code: 0, stderr: /is up to date/ })
})

t.test('a wrong amount and a missing bundle have different exit codes', async t => {
  t.match(await run('--hours', '-1'), { code: 2, stderr: /from 0 on .*'-1'/ })
  t.match(await run('--cold-percent', '101'), { code: 2, stderr: /100 at most/ })
  t.match(await run('--run', t.testdir()), { code: 1, stderr: /not an evidence bundle.*\nNext step: .*npm run demo/s })
})
