import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../../command/command-error.ts'
import type { Invocation } from '../../measure/invocation.ts'
import type { Report } from '../report.ts'
import { verifyBundle } from '../verify-bundle.ts'

export interface ReadBundle {
  readonly report: Report
  readonly invocations: readonly Invocation[]
}

/** Reads a bundle's report and rows. @throws CommandError NOT_A_BUNDLE, BUNDLE_CHANGED */
export async function readBundle(folder: string): Promise<ReadBundle> {
  const { problems } = await verifyBundle(folder)
  if (problems.length > 0)
    throw new CommandError('BUNDLE_CHANGED', `${folder} has changed since it was written:\n${problems.join('\n')}`)
  const text = async (name: string) => {
    try {
      return await readFile(join(folder, name), 'utf8')
    } catch (cause) {
      throw new CommandError('NOT_A_BUNDLE', `${folder} has no ${name}.`, {
        nextStep: 'Give the folder of one run, e.g. evidence/<runId>.',
        cause,
      })
    }
  }
  const rows = (await text('invocations.ndjson')).split('\n').filter(line => line !== '')
  return {
    report: JSON.parse(await text('report.json')) as Report,
    invocations: rows.map(row => JSON.parse(row) as Invocation),
  }
}

/**
 * Times of the local AWS say nothing about AWS, so a table that has both would be read wrongly.
 *
 * @throws CommandError NOT_COMPARABLE
 */
export function requireComparable({ report: a }: ReadBundle, { report: b }: ReadBundle): void {
  const refuse = (message: string, nextStep: string) => {
    throw new CommandError('NOT_COMPARABLE', message, { nextStep })
  }
  if (a.target !== b.target) {
    const [local, aws] = a.target === 'local' ? [a, b] : [b, a]
    refuse(
      `${local.runId} was measured on the local AWS and ${aws.runId} on AWS: their times cannot be compared.`,
      'Give two runs of one kind.',
    )
  }
  if (a.schemaVersion !== b.schemaVersion)
    refuse(
      `${a.runId} has schema ${a.schemaVersion} of report.json and ${b.runId} schema ${b.schemaVersion}.`,
      'Compare them with the version of this program that wrote the older one.',
    )
  if (a.runId === b.runId) refuse(`Both are the run ${a.runId}.`, 'Give two runs.')
}
