import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import type { Workflow } from './workflow.ts'

/** Reads a workflow of .github/workflows by the name of its file. For tests only. */
export async function readWorkflow(name: string): Promise<Workflow> {
  return parse(await readFile(new URL(`../../.github/workflows/${name}`, import.meta.url), 'utf8'))
}
