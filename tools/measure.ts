import { Command, Option } from 'commander'
import { runCommand } from './command/run-command.ts'
import { defaultPrefixHelp } from './deploy/prefix.ts'
import { findDeployedSystem } from './exercise/deployed-system.ts'
import { statisticsTable } from './evidence/tables/statistics-table.ts'
import { runStatistics } from './measure/run-statistics.ts'
import { demonstrate } from './measure/demonstrate.ts'
import { defaultRunFile, writeRun } from './measure/run-file.ts'

interface Options {
  readonly prefix?: string
  readonly region?: string
  readonly quick?: boolean
  readonly samples: 'full' | 'quick'
  readonly seed: number
  readonly output: string
  readonly json?: boolean
}

const command = new Command('npm run measure --')
  .description(
    'Uses a deployed stack once, end to end, then measures /predict cold, warm and in parallel. Prints the statistics ' +
      'as a table and keeps every sample for `npm run evidence`.',
  )
  .option('--prefix <prefix>', `prefix that was deployed (${defaultPrefixHelp})`)
  .option('--region <region>', 'AWS Region (default: that of the environment)')
  .addOption(new Option('--samples <size>', 'how many').choices(['full', 'quick']).default('full'))
  .option('--quick', 'fewer samples, as --samples quick; the report says so')
  .option('--seed <number>', 'seed of everything random', Number, 1)
  .option('--output <file>', 'where to keep the samples', defaultRunFile)
  .option('--json', 'print the statistics as JSON')

await runCommand<Options>(
  import.meta.url,
  command,
  async ({ prefix, region, samples, quick = samples === 'quick', seed, output, json }, { signal, progress }) => {
    const system = await findDeployedSystem({ prefix, region, signal })
    const run = await demonstrate(system, { quick, seed, command: 'npm run measure', progress, signal })
    await writeRun(output, run)
    const statistics = runStatistics(run.measurements, seed)
    console.log(
      json ? JSON.stringify(statistics, null, 2) : `${statisticsTable(statistics)}\n\nEvery sample: ${output}`,
    )
  },
)
