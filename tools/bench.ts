import { Command } from 'commander'
import { type BenchOptions, type BenchTable, formatTable, machine } from './bench/bench-table.ts'
import { benchCommandStart } from './bench/command-start.ts'
import { benchConsumerZip } from './bench/consumer-zip.ts'
import { benchOnnxColdStart } from './bench/onnx-cold-start.ts'
import { formatRatios, type Ratio, requireRatios } from './bench/ratio.ts'
import { MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'

interface Options {
  readonly processes: number
  readonly largeBytes: number
}

const benchmarks: Readonly<Record<string, (options: BenchOptions) => Promise<BenchTable>>> = {
  'onnx-cold-start': benchOnnxColdStart,
  'consumer-zip': benchConsumerZip,
  'command-start': benchCommandStart,
}

const names = Object.keys(benchmarks)
const command = new Command('npm run bench --')
  .description(
    'Measures on this machine what the decisions in docs/decisions rest on, and prints it as Markdown tables. Each ' +
      'ratio is against a baseline of the same run; exit status 1 if one does not hold.',
  )
  .argument('[names...]', `${names.join(', ')} (default: all)`)
  .option('--processes <number>', 'fresh processes a case', positive('--processes'), 9)
  .option('--large-bytes <number>', 'size of the large model', positive('--large-bytes'), 100 * 1024 ** 2)

await runCommand<Options>(command, async (options, { operands, progress, signal }) => {
  const unknown = operands.find(name => !names.includes(name))
  if (unknown !== undefined) throw new MisuseError(`There is no benchmark '${unknown}'; there are ${names.join(', ')}.`)
  console.log(`${machine()}\n`)
  const all: Ratio[] = []
  for (const name of operands.length > 0 ? operands : names) {
    progress.step(name)
    const table = await benchmarks[name]!({ ...options, progress, signal })
    const { ratios = [] } = table
    console.log(`${formatTable(table)}\n`)
    if (ratios.length > 0) console.log(`${formatRatios(ratios, options.processes)}\n`)
    all.push(...ratios)
  }
  requireRatios(all, options.processes)
})

function positive(option: string): (text: string) => number {
  return text => {
    if (/^[1-9]\d{0,9}$/.test(text)) return Number(text)
    throw new MisuseError(`${option} takes a whole number above 0, got '${text}'.`)
  }
}
