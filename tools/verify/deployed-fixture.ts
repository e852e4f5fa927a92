import type { Test } from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { deploy } from '../deploy/deploy.ts'
import type { VerdictId, Verdict } from '../evidence/verdicts/verdict.ts'
import { type DeployedSystem, findDeployedSystem } from '../exercise/deployed-system.ts'
import type { Criterion } from './criterion.ts'
import type { VerificationOptions } from './verification.ts'
import { verify } from './verify.ts'

/**
 * Deploys the real templates and functions to a fresh local AWS; the environment variables point to it. For tests only.
 */
export async function deployedSystem(t: Test): Promise<DeployedSystem> {
  await useLocalAws(t)
  await deploy({ prefix: 'lambda-efs', outDir: t.testdir() })
  return findDeployedSystem({ prefix: 'lambda-efs' })
}

/** Returns one criterion's verdict on the current system. */
export async function verdictOf(
  system: DeployedSystem,
  criteria: readonly Criterion[],
  id: VerdictId,
  options: VerificationOptions = {},
): Promise<Verdict> {
  const [verdict] = await verify(system, {
    quick: true,
    largestBytes: 2 ** 24,
    patienceMs: 15_000,
    ...options,
    criteria: criteria.filter(criterion => criterion.id === id),
  })
  return verdict!
}
