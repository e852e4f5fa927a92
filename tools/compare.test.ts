import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

async function run(...args: string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')))
  const child = spawn(process.execPath, commandLine('compare', ...args), { env, stdio: ['ignore', 'pipe', 'pipe'] })
  return ended(child)
}

t.test('several sizes of memory are refused with the way to measure them, before anything is deployed', async t => {
  const { code, stderr } = await run('--memory', '1769,3008')
  t.equal(code, 2)
  t.match(
    stderr,
    /--memory takes one number, got '1769,3008'\. \(MISUSED\)\nNext step: Run it once for each, with an --output of its own\./,
  )
})
