import { explainAwsError } from '../command/aws-error.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { allCriteria } from './all-criteria.ts'
import type { Criterion, Verdict } from './criterion.ts'
import { openVerification, type Verification, type VerificationOptions } from './verification.ts'

export interface VerifyOptions extends VerificationOptions {
  /** The criteria to look at; all when left out. */
  readonly criteria?: readonly Criterion[]
}

/**
 * Looks at every criterion on the running system, one after another, because some of the checks change what others
 * look at (and change it back). Whatever a check makes is removed before this returns.
 */
export async function verify(system: DeployedSystem, options: VerifyOptions = {}): Promise<readonly Verdict[]> {
  const { criteria = allCriteria, progress } = options
  const look = await openVerification(system, options)
  const verdicts: Verdict[] = []
  try {
    for (const criterion of criteria) {
      options.signal?.throwIfAborted()
      progress?.status(`criterion ${criterion.id}: ${criterion.claim}`)
      const verdict = await judge(criterion, look)
      verdicts.push(verdict)
      if (verdict.status === 'fail') progress?.detail(`${verdict.id} FAILS: ${verdict.evidence}`)
    }
  } finally {
    progress?.status('')
    await look.close()
  }
  return verdicts
}

async function judge({ id, claim, check }: Criterion, look: Verification): Promise<Verdict> {
  const broken: string[] = []
  const observations: string[] = []
  const sources = new Set<string>()
  const reasons: string[] = []
  try {
    await check(look, {
      saw: (source, observation) => {
        sources.add(source)
        observations.push(observation)
      },
      must: (holds, otherwise) => {
        if (!holds) broken.push(otherwise)
      },
      leaveToReader: reason => void reasons.push(reason),
    })
  } catch (error) {
    look.signal?.throwIfAborted()
    const explained = explainAwsError(error)
    broken.push(explained instanceof Error ? explained.message : String(explained))
  }
  // A check that saw nothing has shown nothing.
  if (broken.length === 0 && observations.length === 0) broken.push('Nothing was observed.')
  return {
    id,
    status: broken.length > 0 ? 'fail' : reasons.length > 0 ? 'manual' : 'pass',
    claim,
    evidence: [...broken, ...reasons, ...observations].join('; '),
    source: [...sources].join(', '),
  }
}
