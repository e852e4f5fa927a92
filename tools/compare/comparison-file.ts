import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CommandError } from '../command/command-error.ts'
import type { Comparison } from './comparison.ts'

export async function writeComparison(path: string, comparison: Comparison): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(comparison, null, 1)}\n`)
}

/** Reads comparison.json. @throws CommandError NOT_COMPARED */
export async function readComparison(path: string): Promise<Comparison> {
  let comparison: Comparison
  try {
    comparison = JSON.parse(await readFile(path, 'utf8')) as Comparison
  } catch (cause) {
    throw new CommandError('NOT_COMPARED', `There is no finished comparison at ${path}.`, {
      nextStep: 'Run: npm run compare',
      cause,
    })
  }
  if (comparison.format === 1) return comparison
  throw new CommandError('NOT_COMPARED', `${path} is no comparison in format 1.`, { nextStep: 'Run: npm run compare' })
}
