import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

t.setTimeout(600_000)

t.test('an ingest is compared with other ways to move the bytes, and with the speed that the shape allows', async t => {
  const words = commandLine('bench', 'ingest', '--rounds', '1', '--ingest-bytes', String(20 * 1024 ** 2), '--json')
  const { code, stdout } = await ended(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] }))
  t.equal(code, 0)
  const { tables } = JSON.parse(stdout)
  const [unshaped, shaped] = tables as { title: string; rows: string[][]; ratios: { name: string; value: number }[] }[]
  const ways = unshaped!.rows.map(([name]) => name)
  const expected = ['Producer', 'downloaded by 12 connections and thrown away', 'cp and sync']
  t.same(ways.slice(0, 3), expected, 'and the AWS CLI where it is installed')
  for (const [, ...cells] of unshaped!.rows) for (const cell of cells) t.ok(Number(cell) > 0, cell)
  t.match(shaped!.title, /^A simulation: /)
  t.match(shaped!.rows, [['20 MiB', /^\d+$/, /^\d+$/, /^\d+$/, /^\d+$/, /^\d+$/, /^\d+$/, /^[\d.]+$/]])
  for (const { name, value } of [...unshaped!.ratios, ...shaped!.ratios]) t.ok(value > 0, name)
})
