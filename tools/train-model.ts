import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { MisuseError } from './command/command-error.ts'
import { type CommandContext, runCommand } from './command/run-command.ts'
import { writeSyntheticModel } from './model/synthetic-model.ts'
import { digitTraining } from './model/train-digit-model.ts'
import { writeDigitModel } from './model/write-digit-model.ts'

interface Options {
  readonly outputDir: string
  readonly seed: number
  readonly epochs: number
  readonly bytes?: number
  readonly output?: string
}

const command = new Command('npm run train-model --')
  .description(
    'Trains the digit classifier, measures it on digits that it has not seen, and writes it with its card and sample ' +
      'inputs. Or, as `synthetic --bytes N --output FILE`, writes a model of any size with weights from the seed.',
  )
  .argument('[kind]', 'digits or synthetic', 'digits')
  .option('--seed <number>', 'seed of everything random', whole('--seed'), digitTraining.seed)
  .option('--output-dir <folder>', 'digits: folder to write to', fileURLToPath(new URL('model', import.meta.url)))
  .option('--epochs <number>', 'digits: passes over the training digits', whole('--epochs'), digitTraining.epochs)
  .option('--bytes <number>', 'synthetic: exact size of the file, up to 2 GiB - 1', whole('--bytes'))
  .option('--output <file>', 'synthetic: file to write')

await runCommand<Options>(import.meta.url, command, async (options, context) => {
  const [kind = 'digits'] = context.operands
  if (kind === 'digits') return await digits(options, context)
  if (kind === 'synthetic') return await synthetic(options, context)
  throw new MisuseError(`There is no model '${kind}'; it is digits or synthetic.`)
})

async function digits({ outputDir, seed, epochs }: Options, { progress, signal }: CommandContext): Promise<void> {
  const { sha256, bytes, accuracy, heldOut } = await writeDigitModel(outputDir, { seed, epochs, progress, signal })
  console.log(`${outputDir}/digits.onnx  ${bytes} bytes  sha256 ${sha256}`)
  console.log(`${(accuracy * 100).toFixed(2)} % of ${heldOut.digits} digits that it was not trained on`)
}

async function synthetic({ bytes, output, seed }: Options, { progress, signal }: CommandContext): Promise<void> {
  if (bytes === undefined || output === undefined) {
    throw new MisuseError('A synthetic model needs --bytes and --output.')
  }
  progress.step(`Writing ${bytes} bytes to ${output}`)
  const { sha256, layers } = await writeSyntheticModel(output, { bytes, seed, signal })
  console.log(`${output}  ${bytes} bytes  sha256 ${sha256}  layers ${layers.join('-')}`)
}

function whole(option: string): (text: string) => number {
  return text => {
    if (/^\d{1,15}$/.test(text)) return Number(text)
    throw new MisuseError(`${option} takes a whole number, got '${text}'.`)
  }
}
