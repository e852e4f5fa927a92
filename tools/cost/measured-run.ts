import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../command/command-error.ts'
import type { Report } from '../evidence/report.ts'

/** The usage of a run, from its evidence bundle. */
export interface MeasuredRun {
  readonly report: Report
  readonly architecture: 'x86_64' | 'arm64'
  readonly producer: FunctionUse
  readonly consumer: FunctionUse
  /** Invocations by S3 events, not by the API. */
  readonly events: number
  /** The number and total bytes of the objects that the Producer copied to EFS. */
  readonly ingested: { readonly files: number; readonly bytes: number }
  /** The number of results that the Consumer also wrote to the bucket. */
  readonly archived: number
  readonly modelBytes: number
  readonly inputBytes: number
  readonly responseBytes: number
  readonly logBytes: number
  readonly invocations: number
}

/** The usage of a function, from Lambda's own platform.report records. */
export interface FunctionUse {
  readonly requests: number
  readonly coldStarts: number
  readonly gbSeconds: number
  readonly warmGbSeconds: number
  /** The configured memory of the function. */
  readonly memoryGb: number
}

interface LogRow {
  readonly message: {
    readonly type?: string
    readonly record?: { readonly metrics?: Readonly<Record<string, number>> }
    readonly event?: string
    readonly outcome?: string
    readonly bytes?: number
    readonly stages?: Readonly<Record<string, number>>
  }
}

/** Reads a bundle. Its logs contain every call, also those that measured nothing. */
export async function readMeasuredRun(folder: string): Promise<MeasuredRun> {
  const text = async (path: string) => {
    try {
      return await readFile(join(folder, path), 'utf8')
    } catch (cause) {
      throw new CommandError('NO_BUNDLE', `${folder} is not an evidence bundle: it has no ${path}.`, {
        nextStep: 'Give --run evidence/<runId>, or make one: npm run demo',
        cause,
      })
    }
  }
  const report = JSON.parse(await text('report.json')) as Report
  const { configuration } = JSON.parse(await text('lambda/consumer.json')) as {
    configuration: { Architectures?: MeasuredRun['architecture'][] }
  }
  const [producerLog, consumerLog] = [await text('logs/producer.ndjson'), await text('logs/consumer.ndjson')]
  const [producer, consumer] = [rows<LogRow>(producerLog), rows<LogRow>(consumerLog)]
  const created = producer.filter(({ message }) => message.outcome === 'created')
  return {
    report,
    architecture: configuration.Architectures?.[0] ?? 'x86_64',
    producer: functionUse(producer),
    consumer: functionUse(consumer),
    events: producer.filter(({ message }) => message.event !== undefined).length,
    ingested: { files: created.length, bytes: total(created.map(({ message }) => message.bytes ?? 0)) },
    archived: consumer.filter(({ message }) => message.stages?.archiveMs !== undefined).length,
    modelBytes: report.ingest.s3Event.bytes,
    inputBytes: (report.ingest.created as { bytes: number }).bytes,
    responseBytes: Buffer.byteLength(JSON.stringify(report.predict.body)),
    logBytes: total([...producer, ...consumer].map(({ message }) => Buffer.byteLength(JSON.stringify(message)))),
    invocations: rows(await text('invocations.ndjson')).length,
  }
}

/** The committed example: the folder itself, or the newest bundle in it. Run IDs begin with the time. */
export async function newestExample(examples: string): Promise<string> {
  if (await exists(join(examples, 'report.json'))) return examples
  const bundles: string[] = []
  for (const name of await readdir(examples)) if (await exists(join(examples, name, 'report.json'))) bundles.push(name)
  const newest = bundles.sort().at(-1)
  if (newest) return join(examples, newest)
  throw new CommandError('NO_BUNDLE', `There is no evidence bundle in ${examples}.`, {
    nextStep: 'Give --run evidence/<runId>, or make one: npm run demo',
  })
}

function functionUse(log: readonly LogRow[]): FunctionUse {
  const reports = log
    .filter(({ message }) => message.type === 'platform.report')
    .map(({ message }) => message.record?.metrics ?? {})
  const warm = reports.filter(({ initDurationMs }) => initDurationMs === undefined)
  return {
    requests: reports.length,
    coldStarts: reports.length - warm.length,
    gbSeconds: total(reports.map(gbSeconds)),
    warmGbSeconds: total(warm.map(gbSeconds)),
    memoryGb: (reports[0]?.memorySizeMB ?? 0) / 1024,
  }
}

function gbSeconds({ memorySizeMB = 0, billedDurationMs = 0 }: Readonly<Record<string, number>>): number {
  return (memorySizeMB / 1024) * (billedDurationMs / 1000)
}

function rows<Row>(ndjson: string): Row[] {
  return ndjson
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Row)
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    // The file does not exist.
    return false
  }
}
