import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

t.test('both programs of the Consumer start with the code that V8 has kept, and without it', async t => {
  const words = commandLine('bench', 'compile-cache', '--processes', '1', '--json')
  const { code, stdout } = await ended(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] }))
  t.equal(code, 0)
  const { tables } = JSON.parse(stdout) as { tables: { rows: string[][] }[] }
  const names = ['Consumer', 'inference process'].flatMap(name => [name, `${name}, compiled before`])
  t.same(
    tables[0]!.rows.map(([name]) => name),
    names,
  )
  for (const [, ...cells] of tables[0]!.rows) for (const cell of cells) t.ok(Number(cell) > 0, cell)
})
