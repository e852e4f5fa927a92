import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type BenchOptions, type BenchTable, spreadCells } from './bench-table.ts'
import { consumerEnvironment, withBundledConsumer } from './bundled-consumer.ts'

// Runs a program of the bundle: with `keep` it stores V8's compiled code at its end, with `kept` it uses the stored
// code, with `new` it compiles. Node 20 has no module.enableCompileCache. The code is valid for one version of V8 and
// its flags, otherwise V8 rejects it (nodejs.org/api/vm.html, "script.cachedDataRejected").
const loader = `
  const { readFileSync, writeFileSync, writeSync } = require('node:fs')
  const { Script } = require('node:vm')
  const [, , name, mode] = process.argv
  const filename = require.resolve(name)
  const cachedData = mode === 'kept' ? readFileSync(filename + '.cache') : undefined
  const source = require('node:module').wrap(readFileSync(filename, 'utf8'))
  const script = new Script(source, { filename, cachedData })
  if (script.cachedDataRejected) throw new Error('V8 rejects what was kept of ' + name)
  script.runInThisContext()(exports, require, module, filename, __dirname)
  process.on('exit', () => {
    writeSync(1, JSON.stringify(process.cpuUsage()))
    if (mode === 'keep') writeFileSync(filename + '.cache', script.createCachedData())
  })
  if (name === './index.js') process.exit()
`
// The inference process has this flag too (functions/consumer/inference-command.ts), and V8's data depends on its
// flags.
const flags = ['--expose-gc']

/** Measures how much faster the Consumer and its inference process start with code that V8 has compiled before. */
export async function benchCompileCache({ processes, progress, signal }: BenchOptions): Promise<BenchTable> {
  return withBundledConsumer(async folder => {
    await writeFile(join(folder, 'loader.js'), loader)
    const run = (program: string, mode: string) => cpuMs(folder, program, mode, signal)
    const cases = ['./index.js', './inference.js'].flatMap(program => {
      const name = program === './index.js' ? 'Consumer' : 'inference process'
      return [
        { name, program, mode: 'new', ms: [] as number[] },
        { name: `${name}, compiled before`, program, mode: 'kept', ms: [] as number[] },
      ]
    })
    for (const { program } of cases) await run(program, 'keep')
    // Round by round, so that other work on the machine affects all cases alike. The first round fills the caches.
    for (let round = 0; round <= processes; round += 1) {
      for (const { name, program, mode, ms } of cases) {
        progress.status(`round ${round} of ${processes}: ${name}`)
        const spent = await run(program, mode)
        if (round > 0) ms.push(spent)
      }
    }
    return {
      samples: processes,
      title: `Start with code that V8 has compiled before: ${processes} processes, milliseconds of CPU (user and system)`,
      columns: ['process', 'median', 'min', 'max'],
      rows: cases.map(({ name, ms }) => [name, ...spreadCells(ms)]),
    }
  })
}

/** Measures until the handler exists, or the inference process is ready, which ends when nobody is connected. */
async function cpuMs(folder: string, program: string, mode: string, signal?: AbortSignal): Promise<number> {
  const words = [...flags, 'loader.js', program, mode]
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: consumerEnvironment,
    signal,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const channel = child.stdio[3] as Readable
  channel.once('data', () => channel.destroy())
  const [[code], usage] = await Promise.all([once(child, 'close'), text(child.stdout!)])
  if (code !== 0) throw new Error(`${program} ended with ${code}.`)
  const { user, system } = JSON.parse(usage) as NodeJS.CpuUsage
  return (user + system) / 1000
}
