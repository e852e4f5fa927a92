import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { runCommand } from './command/run-command.ts'
import { assumptions } from './compare/assumptions.ts'
import { numberList } from './compare/choices.ts'
import { expectationFigure } from './compare/figures/cold-by-size.ts'
import { planText } from './compare/plan-text.ts'
import { svgToPng } from './evidence/svg-to-png.ts'

interface Options {
  readonly sizes: readonly number[]
  readonly output: string
  readonly json?: boolean
}

const repository = fileURLToPath(new URL('..', import.meta.url))

const command = new Command('npm run plan --')
  .description(
    'Computes the cold call to expect of each store of models from published limits, before anything is measured. Prints ' +
      'each assumption with its source and the expected cold call by size, and draws it. It calls and deploys nothing.',
  )
  .addOption(
    new Option('--sizes <list>', 'sizes of the models in MiB')
      .argParser(text => numberList(text, '--sizes'))
      .default([1, 10, 100, 200, 400, 1000], '1,10,100,200,400,1000'),
  )
  .option('--output <folder>', 'where the picture goes', join(repository, '.build/plan'))
  .option('--json', 'print the assumptions as JSON')

await runCommand<Options>(import.meta.url, command, async ({ sizes, output, json }) => {
  const svg = expectationFigure(sizes)
  await mkdir(output, { recursive: true })
  await writeFile(join(output, 'plan.svg'), svg)
  await writeFile(join(output, 'plan.png'), await svgToPng(svg))
  console.log(json ? JSON.stringify(assumptions, null, 2) : planText(sizes))
  console.error(`Picture: ${join(output, 'plan.svg')}`)
})
