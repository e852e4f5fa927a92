import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../command/command-error.ts'
import type { LambdaNetwork } from '../local-aws/network/shape/network-shape.ts'

export interface LocalAwsChoices {
  /** Its only Region. */
  readonly region?: string | undefined
  /** `DIR,DIR,…`; default LOCAL_AWS_EFS_MOUNTS. */
  readonly efsMounts?: string | undefined
  /** Default LOCAL_AWS_S3_CONNECTION_MIBPS. */
  readonly s3ConnectionMibps?: number | undefined
  /** Default LOCAL_AWS_LAMBDA_NETWORK. */
  readonly lambdaNetwork?: LambdaNetwork | undefined
}

export interface LocalAwsProcess {
  readonly endpoint: string
  /** Variables that make the SDK and our tools talk to it. */
  readonly environment: Readonly<Record<string, string>>
  /** Ends the program with every execution environment. */
  stop(): Promise<void>
}

const run = fileURLToPath(new URL('../run.mjs', import.meta.url))

/**
 * The longest time for its start and for its end. Each takes a second or two, and many times that on a busy machine.
 */
const patienceMs = 120_000

/**
 * Starts the local AWS as a separate program, so that its work does not slow the measuring client.
 *
 * @param diagnose receives, line by line, the reasons that AWS would keep to itself
 */
export async function startLocalAwsProcess(
  { region, ...choices }: LocalAwsChoices,
  diagnose: (line: string) => void,
): Promise<LocalAwsProcess> {
  const child = spawn(process.execPath, [run, 'local-aws/main', '0', ...(region ? [region] : [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...variables(choices) },
    // Its own process group. Ctrl-C reaches only the demo, which removes the deployment first and then ends the local
    // AWS.
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
      // It ends its execution environments first, which takes seconds. If it hangs, the demo must not wait.
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
  // A killed process ends like one that cannot start.
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
      `The local AWS did not start${why}: ${lastLines.join(' ') || 'it printed nothing'}`,
    )
  }
  return JSON.parse(line) as { endpoint: string; environment: Record<string, string> }
}
