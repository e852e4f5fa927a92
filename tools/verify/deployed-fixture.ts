import type { Test } from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { deploy } from '../deploy/deploy.ts'
import type { VerdictId, Verdict } from '../evidence/verdicts/verdict.ts'
import { type DeployedSystem, findDeployedSystem } from '../exercise/deployed-system.ts'
import type { Criterion } from './criterion.ts'
import { restoreWhatWasLeft } from './lambda-function/temporary-configuration.ts'
import { observe } from './observer/observer.ts'
import { type OpenVerification, openVerification, type Verification, type VerificationOptions } from './verification.ts'
import { judge, verify } from './verify.ts'

/**
 * Deploys the real templates and functions to a fresh local AWS; the environment variables point to it. For tests only.
 */
export async function deployedSystem(
  t: Test,
  parameters: Readonly<Record<string, string>> = {},
): Promise<DeployedSystem> {
  await useLocalAws(t)
  await deploy({ prefix: 'lambda-efs', outDir: t.testdir(), parameters })
  return findDeployedSystem({ prefix: 'lambda-efs' })
}

/** Opens a verification whose observer function serves many others (`verdictOf`), until the test ends. */
export async function sharedObserver(t: Test, system: DeployedSystem): Promise<OpenVerification> {
  const shared = await openVerification(system, { quick: true, patienceMs: 15_000 })
  t.teardown(() => shared.close())
  return shared
}

/**
 * Returns one criterion's verdict on the current system.
 *
 * @param observedBy the verification whose observer function is used; default: one that is made and removed
 */
export async function verdictOf(
  system: DeployedSystem,
  criteria: readonly Criterion[],
  id: VerdictId,
  { observedBy, ...more }: VerificationOptions & { readonly observedBy?: Verification } = {},
): Promise<Verdict> {
  const options = { quick: true, largestBytes: 2 ** 24, patienceMs: 15_000, ...more }
  const criterion = criteria.find(criterion => criterion.id === id)!
  if (!observedBy) return (await verify(system, { ...options, criteria: [criterion] }))[0]!
  const verification = await openVerification(system, options)
  try {
    await restoreWhatWasLeft(verification)
    const once = <T>(key: string, make: () => Promise<T>) =>
      key === 'observer' ? (observe(observedBy) as Promise<T>) : verification.once(key, make)
    return await judge(criterion, { ...verification, once })
  } finally {
    await verification.close()
  }
}
