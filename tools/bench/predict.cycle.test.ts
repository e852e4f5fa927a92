import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

t.setTimeout(600_000)

t.test('the Consumer is measured at its start, warm, by the size and form of the model, and busy', async t => {
  const sizes = ['--processes', '1', '--rounds', '1', '--model-mebibytes', '1,5']
  const words = commandLine('bench', 'consumer-start', 'predict', ...sizes, '--json')
  // The test does not check whether a ratio holds, since the machine may be busy.
  const { stdout } = await ended(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] }))
  const { tables } = JSON.parse(stdout) as { tables: { rows: string[][]; ratios?: { value: number }[] }[] }
  const [start, warm, bySize, busy] = tables.map(({ rows }) => rows)
  t.same(names(start!), ['Consumer', 'ONNX Runtime alone'])
  t.equal(warm!.length, 8)
  const forms = ['weights inside', 'weights in a file beside it']
  t.same(
    names(bySize!),
    ['1 MiB', '5 MiB'].flatMap(size => forms.map(form => `${size}, ${form}`)),
  )
  t.same(names(busy!), ['1', '2', '4', '10'])
  for (const [, ...cells] of [start, warm, bySize, busy].flat() as string[][]) {
    for (const cell of cells) t.ok(Number(cell) > 0, cell)
  }
  for (const { value } of tables.flatMap(({ ratios = [] }) => ratios)) t.ok(value > 0)
})

function names(rows: string[][]): (string | undefined)[] {
  return rows.map(([name]) => name)
}
