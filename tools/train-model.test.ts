import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

t.setTimeout(600_000)

async function run(...args: string[]) {
  const child = spawn(process.execPath, commandLine('train-model', ...args), { stdio: ['ignore', 'pipe', 'pipe'] })
  return ended(child)
}

t.test('one epoch of training writes the model, its card and ten samples', async t => {
  const folder = t.testdir()
  const { code, stdout } = await run('--epochs', '1', '--output-dir', folder)
  t.equal(code, 0)
  const card = JSON.parse(readFileSync(join(folder, 'digits.json'), 'utf8'))
  t.match(card, { training: { digits: 8000, seed: 1, epochs: 1 }, heldOut: { digits: 2000 } })
  t.ok(card.accuracy > 0.8)
  t.equal(statSync(join(folder, 'digits.onnx')).size, card.bytes)
  t.match(stdout, card.sha256)
  for (let label = 0; label < 10; label += 1) t.ok(existsSync(join(folder, `samples/digit-${label}.json`)))
})

t.test('a synthetic model of the requested size is written', async t => {
  const output = join(t.testdir(), 'large.onnx')
  t.match(await run('synthetic', '--bytes', '1000000', '--output', output), {
    code: 0,
    stdout: /1000000 bytes {2}sha256/,
  })
  t.equal(statSync(output).size, 1_000_000)
})

t.test('a command line that makes no sense ends with 2 and a sentence', async t => {
  t.match(await run('synthetic', '--bytes', '1000000'), { code: 2, stderr: /needs --bytes and --output/ })
  t.match(await run('letters'), { code: 2, stderr: /'letters'.*digits or synthetic/ })
  t.match(await run('--seed', 'x'), { code: 2, stderr: /--seed takes a whole number, got 'x'/ })
})
