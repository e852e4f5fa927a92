import { Command } from 'commander'
import { type BenchOptions, type BenchTable, formatTable, machine } from './bench/bench-table.ts'
import { benchCommandStart } from './bench/command-start.ts'
import { benchCompileCache } from './bench/compile-cache.ts'
import { benchConsumerStart } from './bench/consumer-start.ts'
import { benchConsumerZip } from './bench/consumer-zip.ts'
import { benchIngest } from './bench/ingest.ts'
import { benchOnnxColdStart } from './bench/onnx-cold-start.ts'
import { benchPredict } from './bench/predict.ts'
import { formatRatios, judgedFrom, requireRatios } from './bench/ratio.ts'
import { MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'

interface Options {
  readonly processes: number
  readonly rounds: number
  readonly largeBytes: number
  readonly ingestBytes: number
  readonly modelMebibytes: readonly number[]
  readonly json?: boolean
}

const benchmarks: Readonly<Record<string, (options: BenchOptions) => Promise<BenchTable | BenchTable[]>>> = {
  ingest: benchIngest,
  'consumer-start': benchConsumerStart,
  'compile-cache': benchCompileCache,
  predict: benchPredict,
  'onnx-cold-start': benchOnnxColdStart,
  'consumer-zip': benchConsumerZip,
  'command-start': benchCommandStart,
}

const names = Object.keys(benchmarks)
const command = new Command('npm run bench --')
  .description(
    'Measures on this machine how fast the parts are, and prints it as Markdown tables (docs/performance.md). Each ' +
      'ratio is against a baseline of the same run; exit status 1 if one does not hold.',
  )
  .argument('[names...]', `${names.join(', ')} (default: all)`)
  .option('--processes <number>', 'fresh processes a case', positive('--processes'), 9)
  .option('--rounds <number>', 'measurements a case where each takes seconds', positive('--rounds'), 3)
  .option('--large-bytes <number>', 'size of the large model', positive('--large-bytes'), 100 * 1024 ** 2)
  .option('--ingest-bytes <number>', 'size of the object that is ingested', positive('--ingest-bytes'), 1024 ** 3)
  .option(
    '--model-mebibytes <list>',
    'sizes of models for first predictions, N,N,…',
    text => text.split(',').map(positive('--model-mebibytes')),
    [100, 300, 900],
  )
  .option('--json', 'print tables and ratios as JSON')

await runCommand<Options>(import.meta.url, command, async (options, { operands, progress, signal }) => {
  const unknown = operands.find(name => !names.includes(name))
  if (unknown !== undefined) throw new MisuseError(`There is no benchmark '${unknown}'; there are ${names.join(', ')}.`)
  const { json, processes, rounds } = options
  if (!json) console.log(`${machine()}\n`)
  const tables: BenchTable[] = []
  for (const name of operands.length > 0 ? operands : names) {
    progress.step(name)
    for (const table of [await benchmarks[name]!({ ...options, progress, signal })].flat()) {
      tables.push(table)
      if (!json) console.log(`${formatTable(table)}\n`)
      if (!json && table.ratios?.length) console.log(`${formatRatios(table.ratios, table.samples)}\n`)
    }
  }
  if (json) console.log(JSON.stringify({ machine: machine(), processes, rounds, tables }, undefined, 2))
  const judged = tables.filter(({ samples }) => samples >= judgedFrom)
  requireRatios(
    judged.flatMap(table => table.ratios ?? []),
    judgedFrom,
  )
})

function positive(option: string): (text: string) => number {
  return text => {
    if (/^[1-9]\d{0,9}$/.test(text)) return Number(text)
    throw new MisuseError(`${option} takes a whole number above 0, got '${text}'.`)
  }
}
