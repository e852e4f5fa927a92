import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { median } from 'simple-statistics'
import { type BenchOptions, type BenchTable, spreadCells } from './bench-table.ts'
import type { Ratio } from './ratio.ts'

const tools = fileURLToPath(new URL('..', import.meta.url))
const commands = ['deploy', 'destroy', 'verify'] as const

/** Measures the start of a command with `--help`: by `tools/run.mjs`, and through a TypeScript loader. */
export async function benchCommandStart({ processes, progress, signal }: BenchOptions): Promise<BenchTable> {
  const cases = commands.flatMap(name => [
    { name: `${name}, bundled`, words: [`${tools}run.mjs`, name], cpuMs: [] as number[] },
    { name: `${name}, by tsx`, words: ['--import', 'tsx', `${tools}${name}.ts`], cpuMs: [] as number[] },
  ])
  // Round by round, so that other work on the machine affects all cases alike. The first round compiles and fills the
  // caches.
  for (let round = 0; round <= processes; round += 1) {
    for (const { name, words, cpuMs } of cases) {
      progress.status(`round ${round} of ${processes}: ${name}`)
      const spent = await cpuMsOf([...words, '--help'], signal)
      if (round > 0) cpuMs.push(spent)
    }
  }
  return {
    samples: processes,
    title: `Start of a command that prints its help: ${processes} processes, milliseconds of CPU (user and system)`,
    columns: ['command', 'median', 'min', 'max'],
    rows: cases.map(({ name, cpuMs }) => [name, ...spreadCells(cpuMs)]),
    ratios: commands.map((name, index): Ratio => {
      const [bundled, byTsx] = [cases[2 * index]!, cases[2 * index + 1]!]
      return { name: `${name}: by tsx, per bundled`, value: median(byTsx.cpuMs) / median(bundled.cpuMs), atLeast: 2 }
    }),
  }
}

// The process itself prints its usage at its end; Node gives a parent no way to ask for it.
const reportUsage = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs'
  process.on('exit', () => writeSync(3, JSON.stringify(process.cpuUsage())))
`)}`

/** @throws Error if the process fails */
async function cpuMsOf(words: readonly string[], signal?: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, ['--import', reportUsage, ...words], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    signal,
    timeout: 120_000,
  })
  const usageText = text(child.stdio[3] as Readable)
  const [[code], errors, usage] = await Promise.all([once(child, 'close'), text(child.stderr!), usageText])
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${errors}`)
  const { user, system } = JSON.parse(usage) as NodeJS.CpuUsage
  return (user + system) / 1000
}
