import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

async function run(...args: string[]) {
  const child = spawn(process.execPath, commandLine('bench', ...args), { stdio: ['ignore', 'pipe', 'pipe'] })
  return ended(child)
}

t.test('an unknown benchmark ends with 2 and the names of those that there are', async t => {
  t.match(await run('nothing'), { code: 2, stderr: /'nothing'.*onnx-cold-start, consumer-zip/ })
})
