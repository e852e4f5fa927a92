import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from 'simple-statistics'
import { bundleFunction } from '../package/bundle-function.ts'
import type { BenchOptions, BenchTable } from './bench-table.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Measures how long a new process takes until the Consumer's handler exists, beside one that only loads ONNX Runtime.
 */
export async function benchConsumerStart({ processes, progress, signal }: BenchOptions): Promise<BenchTable> {
  // Below the repository, where Node finds packages that are not in the bundle.
  await mkdir(join(repository, '.build'), { recursive: true })
  const folder = await mkdtemp(join(repository, '.build/bench-'))
  try {
    const external = ['onnxruntime-node']
    const { entries } = await bundleFunction(repository, 'consumer', { external, programs: ['inference'] })
    for (const { name, content } of entries) await writeFile(join(folder, name), content)
    const cases = [
      { name: 'Consumer', load: './index.js', ms: [] as number[] },
      { name: 'ONNX Runtime alone', load: 'onnxruntime-node', ms: [] as number[] },
    ]
    // Round by round, so that other work on the machine affects both cases alike. The first round fills the caches.
    for (let round = 0; round <= processes; round += 1) {
      for (const { name, load, ms } of cases) {
        progress.status(`round ${round} of ${processes}: ${name}`)
        const spent = await startMs(folder, load, signal)
        if (round > 0) ms.push(spent)
      }
    }
    const [consumer, bare] = cases.map(({ ms }) => median(ms))
    const each = cases[0]!.ms.map((ms, round) => cases[1]!.ms[round]! / ms)
    return {
      samples: processes,
      title: `Start of the Consumer until its handler is there: ${processes} processes, milliseconds from the start of Node`,
      columns: ['process', 'median', 'min', 'max'],
      rows: cases.map(({ name, ms }) => [
        name,
        ...[median(ms), Math.min(...ms), Math.max(...ms)].map(value => value.toFixed(0)),
      ]),
      ratios: [
        {
          name: 'start: ONNX Runtime alone, per Consumer',
          value: bare! / consumer!,
          atLeast: 1 / 1.3,
          spread: [Math.min(...each), Math.max(...each)],
        },
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function startMs(folder: string, load: string, signal?: AbortSignal): Promise<number> {
  const script = `require(${JSON.stringify(load)}); process.stdout.write(String(performance.now()), () => process.exit())`
  const env = { ...process.env, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769', ORT_DISABLE_TELEMETRY: '1' }
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: folder, env, signal })
  return Number(stdout)
}
