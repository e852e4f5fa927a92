import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { MisuseError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'
import { costOf } from './cost/cost.ts'
import { costMarkdown } from './cost/cost-markdown.ts'
import { costText } from './cost/cost-text.ts'
import { defaultMonthAssumptions as month } from './cost/month-usage.ts'
import { defaultRunAssumptions as run } from './cost/run-usage.ts'

interface Options {
  readonly run?: string
  readonly hours: number
  readonly margin: number
  readonly efsGb: number
  readonly s3Gb: number
  readonly predictionsPerDay: number
  readonly coldPercent: number
  readonly ingestsPerDay: number
  readonly ingestMb: number
  readonly logDays: number
  readonly json?: boolean
  readonly markdown?: boolean
  readonly write?: string
}

const command = new Command('npm run cost --')
  .description(
    'Estimates the cost of one demonstration and of a month on AWS, from the usage of a run and a dated table of ' +
      'list prices (tools/cost/prices.json). It asks no AWS and needs no credentials.',
  )
  .option('--run <folder>', 'evidence bundle whose usage counts (default: the newest in evidence/example)')
  .option('--hours <n>', 'one demonstration: hours that the system runs', amount, run.hours)
  .option('--margin <n>', "one demonstration: the bundle's calls times this", amount, run.margin)
  .option('--efs-gb <n>', 'a month: GB kept on EFS', amount, month.efsGb)
  .option('--s3-gb <n>', 'a month: GB kept in S3', amount, month.s3Gb)
  .option('--predictions-per-day <n>', 'a month: calls of /predict', amount, month.predictionsPerDay)
  .option('--cold-percent <n>', 'a month: cold starts among them', amount, month.coldPercent)
  .option('--ingests-per-day <n>', 'a month: calls of /ingest', amount, month.ingestsPerDay)
  .option('--ingest-mb <n>', 'a month: MB of each', amount, month.ingestMb)
  .option('--log-days <n>', 'a month: days that logs are kept', amount, month.logDays)
  .option('--json', 'print everything as JSON')
  .option('--markdown', 'print the page docs/cost.md')
  .option('--write <file>', 'write that page to a file')

await runCommand<Options>(
  import.meta.url,
  command,
  async ({ run: bundle, hours, margin, json, markdown, write, ...month }, context) => {
    if (month.coldPercent > 100) throw new MisuseError('--cold-percent is 100 at most.')
    const cost = await costOf({ ...(bundle && { bundle }), run: { hours, margin }, month })
    if (write) {
      const page = costMarkdown(cost)
      const changed = page !== (await contentOf(write))
      if (changed) await writeFile(write, page)
      context.progress.step(changed ? `Wrote ${write}` : `${write} is up to date`)
    } else if (json) console.log(JSON.stringify(cost, undefined, 2))
    else console.log(markdown ? costMarkdown(cost).trimEnd() : costText(cost))
  },
)

function amount(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value
  throw new MisuseError(`A number from 0 on is needed, got '${text}'.`)
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
