import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from 'simple-statistics'
import { withWeightsOutside } from '../../functions/consumer/outside-weights.ts'
import { writeSyntheticModel } from '../model/synthetic-model.ts'
import type { BenchOptions, BenchTable } from './bench-table.ts'
import type { Ratio } from './ratio.ts'

const script = fileURLToPath(new URL('onnx-process.mjs', import.meta.url))
const digits = fileURLToPath(new URL('../model/digits.onnx', import.meta.url))

/** The way in which one process loads and runs a model. */
export interface OnnxCase {
  readonly path: string
  /** Whether the file is read into a Buffer first. Otherwise ONNX Runtime gets its path. */
  readonly readFirst: boolean
  readonly threads: number
  /** Whether weights keep the layout of the file. Otherwise they are rearranged for the processor. */
  readonly asInFile?: boolean
  /** The number of images in one run. */
  readonly batch?: number
}

/** The times of one process. coldMs is from its start to the end of the first inference, and the parts add up to it. */
export interface OnnxTimings {
  readonly coldMs: number
  readonly bootMs: number
  readonly requireMs: number
  readonly createMs: number
  readonly firstRunMs: number
  readonly warmMs: number
  readonly rssMiB: number
}

/** Measures the first prediction of a new process: with the committed digits model and with a model of `largeBytes`. */
export async function benchOnnxColdStart(options: BenchOptions): Promise<BenchTable> {
  const { processes, largeBytes, progress, signal } = options
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const large = join(folder, 'large.onnx')
    await writeSyntheticModel(large, { bytes: largeBytes, seed: 1, signal })
    // The Consumer loads it in the same way: functions/consumer/outside-weights.ts.
    const outside = (await withWeightsOutside(large, { modelBytes: 0, tensorBytes: 1024 })) ?? large
    const cases: [string, OnnxCase][] = [
      ['digits, by path', { path: digits, readFirst: false, threads: 1 }],
      ['digits, by Buffer', { path: digits, readFirst: true, threads: 1 }],
      ['large, by path', { path: large, readFirst: false, threads: 1 }],
      ['large, by Buffer', { path: large, readFirst: true, threads: 1 }],
      ['large, by path, 2 threads', { path: large, readFirst: false, threads: 2 }],
      ['large, weights outside', { path: outside, readFirst: false, threads: 1 }],
      ['large, outside, as in the file', { path: outside, readFirst: false, threads: 1, asInFile: true }],
      ['large, outside, 32 images', { path: outside, readFirst: false, threads: 1, batch: 32 }],
      [
        'large, outside, as in the file, 32',
        { path: outside, readFirst: false, threads: 1, asInFile: true, batch: 32 },
      ],
    ]
    const timings = cases.map((): OnnxTimings[] => [])
    // Round by round, so that other work on the machine affects all cases alike. The first round fills the page cache.
    for (let round = 0; round <= processes; round += 1) {
      for (const [index, [name, each]] of cases.entries()) {
        progress.status(`round ${round} of ${processes}: ${name}`)
        const timing = await timeOneProcess(each, signal)
        if (round > 0) timings[index]!.push(timing)
      }
    }
    const rows = await Promise.all(
      cases.map(async ([name, { path }], index) => [
        name,
        // If the weights are outside, they are those of the large model.
        mebibytes((await stat(path === outside ? large : path)).size),
        ...timingCells(timings[index]!),
      ]),
    )
    return {
      samples: processes,
      title: `ONNX Runtime in a fresh process: medians of ${processes} processes, milliseconds, file in the page cache`,
      columns: ['model', 'MiB', 'cold', 'min', 'max', 'boot', 'require', 'create', 'first run', 'warm', 'RSS MiB'],
      rows,
      ratios: ratios(timings, (await stat(large)).size),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function timeOneProcess(each: OnnxCase, signal?: AbortSignal): Promise<OnnxTimings> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const argument = JSON.stringify({ ...each, warmRuns: 30 })
  const { stdout } = await promisify(execFile)(process.execPath, [script, argument], { env, signal })
  return JSON.parse(stdout) as OnnxTimings
}

/**
 * The order of the cases: digits by path and by Buffer, the large model by path, by Buffer, with 2 threads, outside.
 */
function ratios([digits, , byPath, byBuffer, , outside]: readonly OnnxTimings[][], largeBytes: number): Ratio[] {
  const of = (timings: readonly OnnxTimings[], value: (timing: OnnxTimings) => number) => median(timings.map(value))
  const [cold, warm] = [of(digits!, ({ coldMs, bootMs }) => coldMs - bootMs), of(digits!, ({ warmMs }) => warmMs)]
  const rss = (timings: readonly OnnxTimings[]) => of(timings, ({ rssMiB }) => rssMiB) * 1024 ** 2
  return [
    // The reason why the Consumer keeps its sessions.
    { name: 'digits: first inference without the boot of Node, per warm one', value: cold / warm, atLeast: 100 },
    // The reason why the Consumer gives ONNX Runtime the path.
    {
      name: 'large: memory of a model given as Buffer above one by path, per byte of the model',
      value: (rss(byBuffer!) - rss(byPath!)) / largeBytes,
      atLeast: 0.5,
    },
    // The reason why the Consumer puts the weights outside of the model.
    {
      name: 'large: time to load it, per that with its weights outside',
      value: of(byPath!, ({ createMs }) => createMs) / of(outside!, ({ createMs }) => createMs),
      atLeast: 1.3,
    },
  ]
}

function timingCells(timings: readonly OnnxTimings[]): string[] {
  const of = (name: keyof OnnxTimings) => timings.map(timing => timing[name])
  const cold = of('coldMs')
  return [
    ...[median(cold), Math.min(...cold), Math.max(...cold)].map(milliseconds),
    ...(['bootMs', 'requireMs', 'createMs', 'firstRunMs', 'warmMs'] as const).map(name =>
      milliseconds(median(of(name))),
    ),
    median(of('rssMiB')).toFixed(0),
  ]
}

function milliseconds(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0)
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(1)
}
