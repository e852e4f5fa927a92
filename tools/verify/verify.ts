import { explainAwsError } from '../command/aws-error.ts'
import { isClaim, type Verdict, type Verdicts } from '../evidence/verdicts/verdict.ts'
import type { Verifier } from '../evidence/verdicts/verifier.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { allCriteria } from './all-criteria.ts'
import { allClaims } from './claims/all-claims.ts'
import type { Criterion } from './criterion.ts'
import { LeftUndisturbed, restoreWhatWasLeft } from './lambda-function/temporary-configuration.ts'
import { openVerification, type Verification, type VerificationOptions } from './verification.ts'

export interface VerifyOptions extends VerificationOptions {
  /** The criteria to check; default all. */
  readonly criteria?: readonly Criterion[]
}

/**
 * Checks every criterion on the running system, one after another, because some checks change what others read (and
 * restore it). Removes whatever a check made before it returns. Where that fails, it still returns the verdicts;
 * `requireCriteria` throws once they are reported.
 */
export async function verify(system: DeployedSystem, options: VerifyOptions = {}): Promise<Verdicts> {
  const { criteria = allCriteria, progress } = options
  const verification = await openVerification(system, options)
  const verdicts: Verdict[] = []
  let notUndone: readonly string[] = []
  try {
    await restoreWhatWasLeft(verification)
    const disturbing = criteria.filter(({ id }) => /^[234]\./.test(id))
    if (!verification.undisturbed && disturbing.length > 0) progress?.notice(disturbance)
    for (const criterion of criteria) {
      options.signal?.throwIfAborted()
      progress?.status(`${isClaim(criterion) ? 'claim' : 'criterion'} ${criterion.id}: ${criterion.claim}`)
      const verdict = await judge(criterion, verification)
      verdicts.push(verdict)
      if (verdict.status === 'fail') progress?.detail(`${verdict.id} FAILS: ${verdict.evidence}`)
    }
  } finally {
    progress?.status('')
    notUndone = (await verification.close()).map(sentence)
    for (const failure of notUndone) progress?.detail(`not undone: ${failure}`)
  }
  return Object.assign(verdicts, { notUndone })
}

const disturbance =
  'the checks of requirements 2 to 4 disturb other users of the system: they retire warm environments, remove the ' +
  "Producer's mount for some seconds (its calls are answered 500) and give it another folder for some seconds. All of " +
  'it is restored, after a kill by the next command. `npm run verify -- --undisturbed` leaves these checks out.'

function sentence(error: unknown): string {
  const explained = explainAwsError(error)
  return explained instanceof Error ? explained.message : String(explained)
}

/** The checks when none is chosen. The claims come last: their large model slows everything that runs beside it. */
export const allChecks: readonly Criterion[] = [...allCriteria, ...allClaims]

/** Verifies a run before its bundle is complete. */
export const verifier: Verifier = {
  criteria: allChecks,
  verify: (system, subject) => verify(system, { ...subject, criteria: allChecks }),
}

/** Checks one criterion. An error of the check is a failure of the criterion. */
export async function judge({ id, claim, check }: Criterion, verification: Verification): Promise<Verdict> {
  const broken: string[] = []
  const observations: string[] = []
  const sources = new Set<string>()
  const reasons: string[] = []
  try {
    await check(verification, {
      observed: (source, observation) => {
        sources.add(source)
        observations.push(`${source}: ${observation}`)
      },
      expect: (holds, otherwise) => {
        if (!holds) broken.push(otherwise)
      },
      leaveToReader: reason => void reasons.push(reason),
    })
  } catch (error) {
    verification.signal?.throwIfAborted()
    if (error instanceof LeftUndisturbed) reasons.push(error.message)
    else broken.push(sentence(error))
  }
  // A check without observations proves nothing.
  if (broken.length + reasons.length === 0 && observations.length === 0) broken.push('Nothing was observed.')
  return {
    id,
    status: broken.length > 0 ? 'fail' : reasons.length > 0 ? 'manual' : 'pass',
    claim,
    evidence: [...broken, ...reasons, ...observations].join('; '),
    source: [...sources].join(', '),
  }
}
