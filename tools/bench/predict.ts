import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { median } from 'simple-statistics'
import { type BenchSystem, type FunctionCall, startBenchSystem } from './bench-system.ts'
import type { BenchOptions, BenchTable } from './bench-table.ts'
import { benchModelLoad } from './model-load.ts'
import { timeOneProcess } from './onnx-cold-start.ts'
import { putObject } from './put-object.ts'

const samples = new URL('../model/samples/digit-7.json', import.meta.url)
const digits = fileURLToPath(new URL('../model/digits.onnx', import.meta.url))
const warmCalls = 100
const environments = [1, 2, 4, 10]
// The time for which all environments are kept busy.
const busyMs = 5000

/** Measures /predict on a local AWS: warm, by the size of the model, and with several environments at once. */
export async function benchPredict(options: BenchOptions): Promise<BenchTable[]> {
  const system = await startBenchSystem({}, options)
  try {
    await putObject(system, 'models/digits.onnx', digits)
    const { body } = await system.call('producer', { key: 'inputs/digit', data: await readFile(samples, 'utf8') })
    const fileId = String(body.fileId)
    return [
      await warm(system, fileId, options),
      await benchModelLoad(system, fileId, options),
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
      row('looking up the model', stage('modelLoad')),
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

async function busy(system: BenchSystem, fileId: string, { progress }: BenchOptions): Promise<BenchTable> {
  const rates: number[] = []
  for (const count of environments) {
    progress.status(`${count} environments at once`)
    const predict = () => system.call('consumer', { fileId, model: 'digits' })
    await Promise.all(Array.from({ length: count }, predict)) // starts as many environments
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
