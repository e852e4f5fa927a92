import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import type { BuiltArtifact } from './package/artifact-table.ts'
import { ended } from './testing/ended.ts'

t.setTimeout(600_000)

async function run(...args: string[]) {
  const child = spawn(process.execPath, commandLine('package', ...args), { stdio: ['ignore', 'pipe', 'pipe'] })
  return ended(child)
}

t.test('package prints name, bytes and SHA-256 of the zips and templates', async t => {
  const outDir = t.testdir()
  const { code, stdout, stderr } = await run('--architecture', 'arm64', '--out-dir', outDir, '--json')
  t.equal(code, 0, stderr)
  t.match(stderr, 'linux/arm64')
  const artifacts = JSON.parse(stdout) as BuiltArtifact[]
  t.same(artifacts.map(({ name }) => name).sort(), [
    'consumer.zip',
    'producer.zip',
    ...['api', 'bucket', 'comparison', 'compute', 'main', 'network', 'storage'].map(name => `templates/${name}.yaml`),
  ])
  for (const { name, bytes, sha256 } of artifacts) {
    t.equal(statSync(join(outDir, name)).size, bytes)
    t.match(sha256, /^[0-9a-f]{64}$/)
  }
})

t.test('an unknown platform or architecture ends with 2', async t => {
  t.match(await run('--platform', 'windows'), { code: 2, stderr: /lambda or host/ })
  t.match(await run('--architecture', 'mips'), { code: 2, stderr: /x86_64 or arm64/ })
})
