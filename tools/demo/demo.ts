import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { connectToAws } from '../command/aws-connection.ts'
import { CommandError } from '../command/command-error.ts'
import type { Progress } from '../command/progress.ts'
import { deploy } from '../deploy/deploy.ts'
import { findStack } from '../stack/find-stack.ts'
import { commandLine, defaultPrefix, requireValidPrefix } from '../deploy/prefix.ts'
import { type Destruction, destroy } from '../destroy/destroy.ts'
import { collectEvidence, type Evidence } from '../evidence/collect.ts'
import { findDeployedSystem } from '../exercise/deployed-system.ts'
import { demonstrate } from '../measure/demonstrate.ts'
import { verifier } from '../verify/verify.ts'

export interface DemoOptions {
  readonly target: 'local' | 'aws'
  readonly prefix: string
  readonly quick: boolean
  readonly seed: number
  readonly command: string
  readonly region?: string
  readonly roleArn?: string
  /** Parameters of the root template. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Deploys, uses, measures and collects the evidence, on the AWS of the environment variables. */
export async function runDemo(options: DemoOptions): Promise<Evidence> {
  const { target, prefix, parameters, quick, seed, command, progress, signal } = options
  const startedAt = new Date().toISOString()
  const deployment = await deploy(target === 'aws' ? options : { prefix, parameters, progress, signal })
  progress.step(
    `Stack ${prefix} is deployed (${(deployment.durationMs / 1000).toFixed(1)} s), API at ${deployment.apiUrl}`,
  )
  const system = await findDeployedSystem({ prefix, region: deployment.region, signal })
  const run = await demonstrate(system, { quick, seed, command, startedAt, progress, signal })
  return collectEvidence(system, run, verifier, { progress, signal })
}

/** Removes a demo's deployment, even after Ctrl-C. It takes no signal, so nothing stops the clean-up half-way. */
export async function tearDown({ prefix, region, roleArn, progress }: DemoOptions): Promise<Destruction> {
  progress.step(`Tear down ${prefix}`)
  return destroy({ prefix, progress, ...(region && { region }), ...(roleArn && { roleArn }) })
}

/**
 * The prefix of a demo: that of every other command, unless one is given. On AWS the demo begins with nothing, because
 * it removes everything at its end, also an earlier deployment.
 *
 * @throws CommandError ALREADY_DEPLOYED
 */
export async function demoPrefix(options: {
  readonly prefix?: string
  readonly region?: string
  readonly keep?: boolean
  readonly signal: AbortSignal
}): Promise<string> {
  requireValidPrefix(options.prefix)
  using connection = await connectToAws(options)
  const { prefix = defaultPrefix(connection), keep = false } = options
  const stack = await findStack(connection.clients.get(CloudFormationClient), prefix)
  if (!stack || keep) return prefix
  throw new CommandError(
    'ALREADY_DEPLOYED',
    `Stack ${prefix} is there, ${stack.StackStatus}, and the demo would remove it with all that it holds.`,
    { nextStep: `Remove it first (\`${commandLine('destroy', prefix)}\`), give another --prefix, or --keep.` },
  )
}
