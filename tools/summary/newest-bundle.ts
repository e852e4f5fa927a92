import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../command/command-error.ts'

/** The folder of the last run: run ids begin with their time. @throws CommandError NO_BUNDLE */
export async function newestBundle(evidenceRoot: string): Promise<string> {
  const entries = await readdir(evidenceRoot, { withFileTypes: true })
  const runs = entries.filter(entry => entry.isDirectory() && /^\d{8}T\d{6}Z-/.test(entry.name)).map(({ name }) => name)
  const newest = runs.sort().at(-1)
  if (newest) return join(evidenceRoot, newest)
  throw new CommandError('NO_BUNDLE', 'There is no evidence of a run.', { nextStep: 'Run: npm run demo' })
}
