import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { median } from 'simple-statistics'
import { withWeightsOutside } from '../../functions/consumer/outside-weights.ts'
import { writeSyntheticModel } from '../model/synthetic-model.ts'
import type { BenchSystem, FunctionCall } from './bench-system.ts'
import type { BenchOptions, BenchTable } from './bench-table.ts'
import { timeOneProcess } from './onnx-cold-start.ts'
import { putObject } from './put-object.ts'
import type { Ratio } from './ratio.ts'

const mebibyte = 1024 ** 2
// For smaller models the costs of a load besides the model's bytes dominate.
const judgedMebibytes = 100
// Where the weights are, and the minimum share of the runtime alone in the Consumer's time: the Consumer loads one file
// as if its weights were outside (docs/decisions/0006-weights-outside.md), and reading, hashing and copying are added
// in both cases.
const forms = [
  { form: 'weights inside', isInside: true, atLeast: 0.5 },
  { form: 'weights in a file beside it', isInside: false, atLeast: 0.2 },
] as const

interface Measured {
  readonly first: FunctionCall[]
  readonly loadMs: number[]
  readonly aloneMs: number[]
  readonly copyMs: number[]
}

/**
 * Measures first predictions by size and form of the model. The baselines, in the same rounds, are
 * `InferenceSession.create` of the same file in a process that does nothing else, and `cp` of its bytes.
 */
export async function benchModelLoad(system: BenchSystem, fileId: string, options: BenchOptions): Promise<BenchTable> {
  const { modelMebibytes, rounds } = options
  const rows: string[][] = []
  const ratios: Ratio[] = []
  for (const size of modelMebibytes) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-'))
    try {
      const names = await putForms(system, folder, size, options)
      for (const [index, { form, atLeast }] of forms.entries()) {
        const measured = await measure(system, fileId, { ...names[index]!, size, form }, options)
        rows.push(rowOf(`${size} MiB, ${form}`, measured))
        if (size < judgedMebibytes) continue
        const value = median(measured.aloneMs) / median(measured.loadMs)
        ratios.push({ name: `${size} MiB, ${form}: the runtime alone, per loading`, value, atLeast })
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return {
    samples: rounds,
    title: `First prediction of a new environment by size and form of the model: ${rounds} rounds, milliseconds; init not counted`,
    columns: ['model', 'median', 'min', 'max', 'loading', 'alone', 'loading per alone', 'cp to /tmp', 'memory MiB'],
    rows,
    ratios,
  }
}

interface Form {
  readonly model: string
  /** The file that the runtime alone loads. */
  readonly path: string
  /** The file with all its weights. */
  readonly weights: string
}

/** Makes a model of one file, and another one that names this file for its weights. */
async function putForms(
  system: BenchSystem,
  folder: string,
  size: number,
  { progress, signal }: BenchOptions,
): Promise<Form[]> {
  progress.status(`writing a model of ${size} MiB`)
  const whole = join(folder, `bench-${size}.onnx`)
  await writeSyntheticModel(whole, { bytes: size * mebibyte, seed: 1, signal })
  const outside = await withWeightsOutside(whole, { modelBytes: 0, tensorBytes: 1024 })
  if (!outside) throw new Error(`The weights of a model of ${size} MiB were not taken out of it.`)
  await putObject(system, `models/${basename(whole)}`, whole)
  await putObject(system, `models/bench-${size}-outside.onnx`, outside)
  return [
    { model: `bench-${size}`, path: whole, weights: whole },
    { model: `bench-${size}-outside`, path: outside, weights: whole },
  ]
}

async function measure(
  system: BenchSystem,
  fileId: string,
  { model, path, weights, size, form }: Form & { size: number; form: string },
  { rounds, progress, signal }: BenchOptions,
): Promise<Measured> {
  const measured: Measured = { first: [], loadMs: [], aloneMs: [], copyMs: [] }
  for (let round = 1; round <= rounds; round += 1) {
    progress.status(`round ${round} of ${rounds}: first prediction with ${size} MiB, ${form}`)
    await system.renew('consumer')
    const call = await system.call('consumer', { fileId, model })
    measured.first.push(call)
    measured.loadMs.push((call.body.stages as Record<string, number>).modelLoadMs!)
    measured.aloneMs.push((await timeOneProcess({ path, readFirst: false, threads: 1 }, signal)).createMs)
    const startedAt = performance.now()
    await promisify(execFile)('cp', [weights, `${weights}.copy`])
    measured.copyMs.push(performance.now() - startedAt)
  }
  return measured
}

function rowOf(name: string, { first, loadMs, aloneMs, copyMs }: Measured): string[] {
  const duration = first.map(({ durationMs }) => durationMs)
  const whole = (ms: number) => ms.toFixed(0)
  return [
    name,
    ...[median(duration), Math.min(...duration), Math.max(...duration), median(loadMs), median(aloneMs)].map(whole),
    (median(loadMs) / median(aloneMs)).toFixed(1),
    whole(median(copyMs)),
    String(Math.max(...first.map(({ memoryMiB }) => memoryMiB))),
  ]
}
