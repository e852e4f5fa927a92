import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Comparison } from './compare/comparison.ts'
import type { Findings } from './compare/findings.ts'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

t.setTimeout(600_000)

t.test('S3 that is slowed down is found slower than the shared file system, and is called a simulation', async t => {
  const folder = t.testdir()
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')))
  const args = ['--quick', '--store', 'efs,s3,s3-memory', '--sizes', '10', '--burst', '2', '--output', folder]
  // A range of 8 MiB takes two seconds at least.
  const command = commandLine('compare', ...args, '--s3-connection-mibps', '4')
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const { code, stderr } = await ended(child, { deadlineMs: 540_000 })
  t.equal(code, 0, stderr)

  const comparison = JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8')) as Comparison
  const [{ models } = { models: [] }] = comparison.deployments
  for (const store of ['efs', 's3', 's3-memory']) {
    const cold = comparison.rows.filter(row => row.store === store && row.phase === 'cold')
    t.equal(cold.length, 3, store)
    for (const { modelSha256 } of cold) t.equal(modelSha256, models[0]!.sha256, store)
  }
  const { cells } = JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8')) as Findings
  for (const store of ['s3', 's3-memory']) {
    const load = cells.find(cell => cell.store === store && cell.metric === 'loadMs')
    t.ok(load!.contrast!.ratio.low > 1, `${store}: ${JSON.stringify(load)}`)
    t.ok(load!.summary!.median.low > 2000, store)
  }
  for (const part of ['figures', 'tables']) {
    for (const name of readdirSync(join(folder, part)).filter(name => !name.endsWith('.png')))
      t.match(readFileSync(join(folder, part, name), 'utf8'), 'Simulation on one machine', name)
  }
})
