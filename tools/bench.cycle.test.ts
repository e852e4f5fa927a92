import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

t.setTimeout(600_000)

async function run(...args: string[]) {
  const child = spawn(process.execPath, commandLine('bench', ...args), { stdio: ['ignore', 'pipe', 'pipe'] })
  return ended(child)
}

t.test('a benchmark prints the machine and a table with every case', async t => {
  const { code, stdout } = await run('onnx-cold-start', '--processes', '1', '--large-bytes', '1000000')
  t.equal(code, 0)
  t.match(stdout, `Node ${process.versions.node}`)
  const [, , ...rows] = stdout.split('\n').filter(line => line.startsWith('| '))
  t.same(
    rows.map(row => row.split('|')[1]!.trim()),
    [
      'digits, by path',
      'digits, by Buffer',
      'large, by path',
      'large, by Buffer',
      'large, by path, 2 threads',
      'large, weights outside',
      'large, outside, as in the file',
      'large, outside, 32 images',
      'large, outside, as in the file, 32',
    ],
  )
  t.match(stdout, /^- digits: .*: [\d.]+, at least 100 \(not judged below 3 measurements\)$/m)
  for (const row of rows) for (const cell of row.split('|').slice(2, -1)) t.ok(Number(cell) > 0, row)
})

t.test('the start of commands is compared with a TypeScript loader', async t => {
  const { code, stdout } = await run('command-start', '--processes', '1')
  t.equal(code, 0)
  t.match(stdout, /^- verify: by tsx, per bundled: [\d.]+, at least 2 \(not judged below 3 measurements\)$/m)
  const rows = [...stdout.matchAll(/^\| (\w+), (bundled|by tsx) +\| +(\d+) /gm)]
  t.same(
    rows.map(([, name, how]) => `${name} ${how}`),
    ['deploy', 'destroy', 'verify'].flatMap(name => [`${name} bundled`, `${name} by tsx`]),
  )
  for (const [row, , , cpuMs] of rows) t.ok(Number(cpuMs) > 0, row)
})
