import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'

/** A workflow of .github/workflows, as far as our own tests run it. */
export interface Workflow {
  readonly env?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

export interface Job {
  readonly if?: string
  readonly needs?: string | readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
}

export interface Step {
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}

export async function readWorkflow(name: string): Promise<Workflow> {
  return parse(await readFile(new URL(`../../.github/workflows/${name}`, import.meta.url), 'utf8'))
}
