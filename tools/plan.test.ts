import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { planText } from './compare/plan-text.ts'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

async function run(...args: string[]) {
  return ended(spawn(process.execPath, commandLine('plan', ...args), { stdio: ['ignore', 'pipe', 'pipe'] }))
}

t.test('the plan is printed, and its picture is written as SVG and as PNG', async t => {
  const output = join(t.testdir(), 'new')
  const { code, stdout, stderr } = await run('--sizes', '2,20', '--output', output)
  t.equal(code, 0, stderr)
  t.equal(stdout, `${planText([2, 20])}\n`)
  t.match(stderr, `Picture: ${join(output, 'plan.svg')}\n`)
  t.match(readFileSync(join(output, 'plan.svg'), 'utf8'), /^<svg [^]*>20<\/text>/)
  t.equal(readFileSync(join(output, 'plan.png')).subarray(1, 4).toString(), 'PNG')
})
