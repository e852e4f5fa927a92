import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../command/command-error.ts'
import type { LambdaNetwork } from '../local-aws/network/shape/network-shape.ts'

export interface LocalAwsChoices {
  /** The one Region that it has. */
  readonly region?: string | undefined
  /** `DIR,DIR,…`; what LOCAL_AWS_EFS_MOUNTS says when not given. */
  readonly efsMounts?: string | undefined
  /** What LOCAL_AWS_S3_CONNECTION_MIBPS says when not given. */
  readonly s3ConnectionMibps?: number | undefined
  /** What LOCAL_AWS_LAMBDA_NETWORK says when not given. */
  readonly lambdaNetwork?: LambdaNetwork | undefined
}

export interface LocalAwsProcess {
  readonly endpoint: string
  /** What to set so that the SDK and our tools talk to it. */
  readonly environment: Readonly<Record<string, string>>
  /** Ends the program and with it every execution environment. */
  stop(): Promise<void>
}

const run = fileURLToPath(new URL('../run.mjs', import.meta.url))

/** How long it may take to start, and to end: it takes a second or two, and a busy machine many times that. */
const patienceMs = 120_000

/**
 * Starts the local AWS as a program of its own, so that what it does is not on the clock of the client that measures.
 *
 * @param diagnose is told what AWS would keep to itself, a line each
 */
export async function startLocalAwsProcess(
  { region, ...choices }: LocalAwsChoices,
  diagnose: (line: string) => void,
): Promise<LocalAwsProcess> {
  const child = spawn(process.execPath, [run, 'local-aws/main', '0', ...(region ? [region] : [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...variables(choices) },
    // A group of its own: Ctrl-C goes to the demo, which tears down first and then ends the local AWS.
    detached: true,
  })
  const lastLines: string[] = []
  createInterface(child.stderr!).on('line', line => {
    lastLines.splice(0, Math.max(0, lastLines.length - 4))
    lastLines.push(line)
    diagnose(line)
  })
  const { endpoint, environment } = await readyLine(child, lastLines)
  return {
    endpoint,
    environment,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.stdin!.end()
      // It ends its execution environments first, which takes seconds; one that hangs must not keep the demo.
      const killing = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await ended
      clearTimeout(killing)
    },
  }
}

function variables({ efsMounts, s3ConnectionMibps, lambdaNetwork }: LocalAwsChoices): NodeJS.ProcessEnv {
  return {
    ...(efsMounts !== undefined && { LOCAL_AWS_EFS_MOUNTS: efsMounts }),
    ...(s3ConnectionMibps !== undefined && { LOCAL_AWS_S3_CONNECTION_MIBPS: String(s3ConnectionMibps) }),
    ...(lambdaNetwork !== undefined && { LOCAL_AWS_LAMBDA_NETWORK: lambdaNetwork }),
  }
}

async function readyLine(child: ChildProcess, lastLines: readonly string[]) {
  // Killed, it ends as it does when it cannot start.
  const killing = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  const line = await Promise.race([
    once(createInterface(child.stdout!), 'line').then(([text]) => text as string),
    once(child, 'exit').then(() => undefined),
  ])
  clearTimeout(killing)
  if (line === undefined) {
    const why = child.signalCode === 'SIGKILL' ? ` within ${patienceMs / 1000} s` : ''
    throw new CommandError(
      'LOCAL_AWS_FAILED',
      `The local AWS did not start${why}: ${lastLines.join(' ') || 'it said nothing'}`,
    )
  }
  return JSON.parse(line) as { endpoint: string; environment: Record<string, string> }
}
