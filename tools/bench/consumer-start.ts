import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { median } from 'simple-statistics'
import { type BenchOptions, type BenchTable, spreadCells } from './bench-table.ts'
import { consumerEnvironment, withBundledConsumer } from './bundled-consumer.ts'

/**
 * Measures how long a new process takes until the Consumer's handler exists, beside one that only loads ONNX Runtime.
 */
export async function benchConsumerStart({ processes, progress, signal }: BenchOptions): Promise<BenchTable> {
  return withBundledConsumer(async folder => {
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
      rows: cases.map(({ name, ms }) => [name, ...spreadCells(ms)]),
      ratios: [
        {
          name: 'start: ONNX Runtime alone, per Consumer',
          value: bare! / consumer!,
          atLeast: 1 / 1.3,
          spread: [Math.min(...each), Math.max(...each)],
        },
      ],
    }
  })
}

async function startMs(folder: string, load: string, signal?: AbortSignal): Promise<number> {
  const script = `require(${JSON.stringify(load)}); process.stdout.write(String(performance.now()), () => process.exit())`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: folder,
    env: consumerEnvironment,
    signal,
  })
  return Number(stdout)
}
