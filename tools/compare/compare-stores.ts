import { type LocalAwsChoices, type LocalAwsProcess, startLocalAwsProcess } from '../demo/local-aws-process.ts'
import { oneError } from '../demo/one-error.ts'
import type { Progress } from '../command/progress.ts'
import { deploy } from '../deploy/deploy.ts'
import { destroy } from '../destroy/destroy.ts'
import { requireNothingLeft } from '../destroy/require-nothing-left.ts'
import { sourceOf } from '../evidence/provenance.ts'
import { findDeployedSystem } from '../exercise/deployed-system.ts'
import { compareDeployment, type DeploymentResult } from './compare-deployment.ts'
import type { Comparison, ComparisonChoices } from './comparison.ts'
import { ephemeralMb } from './ephemeral-storage.ts'
import { mergedDeployments } from './merged-deployments.ts'

export interface CompareStoresOptions {
  readonly target: 'local' | 'aws'
  readonly prefix: string
  readonly region?: string
  readonly roleArn?: string
  readonly deployments: number
  readonly localAws: LocalAwsChoices
  readonly simulation?: string
  readonly command: string
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Called after each deployment with everything that was measured so far. */
  readonly measured: (comparison: Comparison) => Promise<void>
}

/**
 * Deploys everything, measures it and removes it, once for each of the wanted deployments, and merges the measurements.
 * Each local deployment has a local AWS of its own.
 */
export async function compareStores(choices: ComparisonChoices, options: CompareStoresOptions): Promise<Comparison> {
  const { target, simulation, command, deployments, progress, signal, measured } = options
  const head = {
    format: 1,
    target,
    ...(simulation && { simulation }),
    command,
    ...(await sourceOf()),
    choices,
  } as const
  const results: DeploymentResult[] = []
  for (let index = 0; index < deployments; index += 1) {
    signal.throwIfAborted()
    progress.step(`Deployment ${index + 1} of ${deployments}`)
    results.push(await compareOnce(choices, index, options))
    await measured(mergedDeployments(head, results))
  }
  return mergedDeployments(head, results)
}

async function compareOnce(
  choices: ComparisonChoices,
  index: number,
  options: CompareStoresOptions,
): Promise<DeploymentResult> {
  const { target, deployments, region, roleArn, localAws, progress, signal } = options
  const prefix = deployments > 1 && target === 'aws' ? `${options.prefix}-${index + 1}` : options.prefix
  const where = { prefix, ...(region && { region }), ...(target === 'aws' && roleArn && { roleArn }) }
  const local = target === 'local' ? await startLocal() : undefined
  const failures: unknown[] = []
  let result: DeploymentResult | undefined
  try {
    const parameters = {
      EnableComparison: 'true',
      ComparisonMemorySize: String(choices.memoryMb),
      ConsumerEphemeralStorageSize: String(ephemeralMb(choices.sizesMib)),
    }
    const { region: deployedIn } = await deploy({ ...where, parameters, progress, signal })
    const system = await findDeployedSystem({ prefix, region: deployedIn, signal })
    result = await compareDeployment(system, index, choices, { progress, signal })
  } catch (error) {
    failures.push(error)
  }
  progress.step(`Remove ${prefix}`)
  // The deployment is removed and the local AWS ended whatever happened before. No signal stops this half-way.
  await destroy({ ...where, progress })
    .then(requireNothingLeft)
    .catch(error => failures.push(error))
  await local?.stop().catch(error => failures.push(error))
  if (failures.length > 0) throw oneError(failures)
  return result!

  async function startLocal(): Promise<LocalAwsProcess> {
    progress.step('Start a local AWS')
    const started = await startLocalAwsProcess({ ...localAws, region }, line => progress.detail(`local AWS: ${line}`))
    Object.assign(process.env, started.environment)
    // The user's own profile must not take precedence over the keys of the local AWS.
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
    return started
  }
}
