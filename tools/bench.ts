import { Command } from 'commander'
import { type BenchOptions, type BenchTable, formatTable, machine } from './bench/bench-table.ts'
import { benchConsumerZip } from './bench/consumer-zip.ts'
import { benchOnnxColdStart } from './bench/onnx-cold-start.ts'
import { MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'

interface Options {
  readonly processes: number
  readonly largeBytes: number
}

const benchmarks: Readonly<Record<string, (options: BenchOptions) => Promise<BenchTable>>> = {
  'onnx-cold-start': benchOnnxColdStart,
  'consumer-zip': benchConsumerZip,
}

const names = Object.keys(benchmarks)
const command = new Command('npm run bench --')
  .description(
    'Measures on this machine what the decisions in docs/decisions rest on, and prints it as Markdown tables.',
  )
  .argument('[names...]', `${names.join(', ')} (default: all)`)
  .option('--processes <number>', 'fresh processes a case', positive('--processes'), 9)
  .option('--large-bytes <number>', 'size of the large model', positive('--large-bytes'), 100 * 1024 ** 2)

await runCommand<Options>(command, async (options, { operands, progress, signal }) => {
  const unknown = operands.find(name => !names.includes(name))
  if (unknown !== undefined) throw new MisuseError(`There is no benchmark '${unknown}'; there are ${names.join(', ')}.`)
  console.log(`${machine()}\n`)
  for (const name of operands.length > 0 ? operands : names) {
    progress.step(name)
    console.log(`${formatTable(await benchmarks[name]!({ ...options, progress, signal }))}\n`)
  }
})

function positive(option: string): (text: string) => number {
  return text => {
    if (/^[1-9]\d{0,9}$/.test(text)) return Number(text)
    throw new MisuseError(`${option} takes a whole number above 0, got '${text}'.`)
  }
}
