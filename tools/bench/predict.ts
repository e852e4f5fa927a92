import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { median } from 'simple-statistics'
import { writeSyntheticModel } from '../model/synthetic-model.ts'
import { type BenchSystem, type FunctionCall, startBenchSystem } from './bench-system.ts'
import type { BenchOptions, BenchTable } from './bench-table.ts'
import { timeOneProcess } from './onnx-cold-start.ts'

const samples = new URL('../model/samples/digit-7.json', import.meta.url)
const digits = fileURLToPath(new URL('../model/digits.onnx', import.meta.url))
const mebibyte = 1024 ** 2
const warmCalls = 100
const environments = [1, 2, 4, 10]
// How long all environments are kept busy.
const busyMs = 5000

/** /predict on a local AWS: warm, by the size of the model, and with several environments at once. */
export async function benchPredict(options: BenchOptions): Promise<BenchTable[]> {
  const system = await startBenchSystem({}, options)
  try {
    await put(system, 'models/digits.onnx', digits)
    const { body } = await system.call('producer', { key: 'inputs/digit', data: await readFile(samples, 'utf8') })
    const fileId = String(body.fileId)
    return [
      await warm(system, fileId, options),
      await bySize(system, fileId, options),
      await busy(system, fileId, options),
    ]
  } finally {
    await system.stop()
  }
}

async function warm(system: BenchSystem, fileId: string, { progress, signal }: BenchOptions): Promise<BenchTable> {
  progress.status(`${warmCalls} warm predictions`)
  const calls: FunctionCall[] = []
  for (let call = 0; call < warmCalls + 10; call += 1) {
    const answer = await system.call('consumer', { fileId, model: 'digits' })
    if (call >= 10) calls.push(answer)
  }
  const inProcess = await timeOneProcess({ path: digits, readFirst: false, threads: 1 }, signal)
  const stage = (name: string) => calls.map(({ body }) => (body.stages as Record<string, number>)[`${name}Ms`]!)
  const inference = stage('inference')
  const function_ = calls.map(({ body }) => Number(body.durationMs))
  const own = function_.map((ms, index) => ms - inference[index]!)
  const row = (name: string, values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b)
    return [name, median(sorted).toFixed(2), sorted[Math.floor(sorted.length * 0.9)]!.toFixed(2)]
  }
  return {
    samples: warmCalls,
    title: `${warmCalls} warm predictions of the digit model, one after the other, milliseconds`,
    columns: ['time', 'median', 'p90'],
    rows: [
      row('inference in a process that does nothing else', [inProcess.warmMs]),
      row('inference of the Consumer, with parsing and JSON', inference),
      row('reading the input', stage('read')),
      row('looking at the model', stage('modelLoad')),
      row('writing the result', stage('write')),
      row('function', function_),
      row('function less inference', own),
      row(
        "Lambda's duration",
        calls.map(({ durationMs }) => durationMs),
      ),
    ],
    ratios: [{ name: 'warm: 2 ms, per function less inference', value: 2 / median(own), atLeast: 1 }],
  }
}

async function bySize(
  system: BenchSystem,
  fileId: string,
  { modelMebibytes, rounds, progress, signal }: BenchOptions,
): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const rows: string[][] = []
  try {
    for (const size of modelMebibytes) {
      const file = join(folder, 'model.onnx')
      progress.status(`writing a model of ${size} MiB`)
      await writeSyntheticModel(file, { bytes: size * mebibyte, seed: 1, ...(signal && { signal }) })
      const model = `bench-${size}`
      await put(system, `models/${model}.onnx`, file)
      const [first, load, copy]: [FunctionCall[], number[], number[]] = [[], [], []]
      for (let round = 1; round <= rounds; round += 1) {
        progress.status(`round ${round} of ${rounds}: first prediction with ${size} MiB`)
        await system.renew('consumer')
        const call = await system.call('consumer', { fileId, model })
        first.push(call)
        load.push((call.body.stages as Record<string, number>).modelLoadMs!)
        const startedAt = performance.now()
        await promisify(execFile)('cp', [file, join(folder, 'copy')])
        copy.push(performance.now() - startedAt)
      }
      const duration = first.map(({ durationMs }) => durationMs)
      const memory = Math.max(...first.map(({ memoryMiB }) => memoryMiB))
      rows.push([
        `${size} MiB`,
        ...[median(duration), Math.min(...duration), Math.max(...duration), median(load), median(copy)].map(ms =>
          ms.toFixed(0),
        ),
        (median(load) / median(copy)).toFixed(1),
        String(memory),
      ])
      await rm(file)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return {
    samples: rounds,
    title: `First prediction of a new environment by size of the model: ${rounds} rounds, milliseconds; init not counted`,
    columns: ['model', 'median', 'min', 'max', 'loading', 'cp to /tmp', 'loading per cp', 'memory MiB'],
    rows,
  }
}

async function busy(system: BenchSystem, fileId: string, { progress }: BenchOptions): Promise<BenchTable> {
  const rates: number[] = []
  for (const count of environments) {
    progress.status(`${count} environments at once`)
    const predict = () => system.call('consumer', { fileId, model: 'digits' })
    await Promise.all(Array.from({ length: count }, predict)) // starts as many
    let done = 0
    const until = performance.now() + busyMs
    await Promise.all(
      Array.from({ length: count }, async () => {
        for (; performance.now() < until; done += 1) await predict()
      }),
    )
    rates.push((done * 1000) / busyMs)
  }
  return {
    samples: 1,
    title: `Predictions a second with several environments busy, on ${cpus().length} processors that the local AWS shares`,
    columns: ['environments', 'a second', 'per one environment'],
    rows: rates.map((rate, index) => [String(environments[index]), rate.toFixed(0), (rate / rates[0]!).toFixed(2)]),
  }
}

async function put({ s3, bucketName, call }: BenchSystem, Key: string, file: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: createReadStream(file) }))
  await call('producer', { key: Key }) // it waits until the model is there
}
