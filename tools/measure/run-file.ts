import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../command/command-error.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Run } from './run.ts'

/** Where `npm run measure` stores its run for `npm run evidence`. */
export const defaultRunFile = fileURLToPath(new URL('../../.build/run.json', import.meta.url))

export async function writeRun(path: string, run: Run): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(run, null, 2)}\n`)
}

/** @throws CommandError NOT_MEASURED */
export async function readRun(path: string): Promise<Run> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Run
  } catch (cause) {
    throw new CommandError('NOT_MEASURED', `There is no finished measurement at ${path}.`, {
      nextStep: 'Run: npm run measure',
      cause,
    })
  }
}

/** @throws CommandError NOT_MEASURED when the run is of another deployment, or of a removed one */
export function requireRunOf(system: DeployedSystem, run: Run): void {
  if (run.stackId === system.stackId) return
  throw new CommandError('NOT_MEASURED', `The last measurement is of ${run.stackId}, but this is ${system.stackId}.`, {
    nextStep: 'Run: npm run measure',
  })
}
