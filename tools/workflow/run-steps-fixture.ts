import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Job, Workflow } from './workflow.ts'

export interface RunLine {
  readonly command: string
  readonly env: Readonly<Record<string, string>>
}

/** The `run:` lines of a job in order, each with its environment from Actions. */
export function runLines(workflow: Workflow, job: Job, evaluate: (expression: string) => string): readonly RunLine[] {
  const values = (env: Readonly<Record<string, string>> = {}) =>
    Object.entries(env).map(([name, value]) => [name, filled(String(value), evaluate)])
  return (job.steps ?? []).flatMap(({ run, env }) => {
    if (run === undefined) return []
    return [{ command: run, env: Object.fromEntries([...values(workflow.env), ...values(job.env), ...values(env)]) }]
  })
}

export interface Ran {
  readonly status: number | null
  readonly output: string
}

/**
 * Runs a line as Actions does with its default shell on Linux
 * (docs.github.com/actions/reference/workflows-and-actions/workflow-syntax).
 */
export async function runAsActions(line: RunLine, cwd: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = spawn('bash', ['-e', '-c', line.command], {
    cwd,
    env: { ...env, ...line.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [[status], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { status: status as number | null, output: `${stdout}${stderr}` }
}

function filled(text: string, evaluate: (expression: string) => string): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => evaluate(expression))
}
