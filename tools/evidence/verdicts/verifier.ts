import type { Progress } from '../../command/progress.ts'
import type { DeployedSystem } from '../../exercise/deployed-system.ts'
import type { Run } from '../../measure/run.ts'
import type { BundleFile } from '../bundle.ts'
import type { VerdictId, Verdicts } from './verdict.ts'

/** Checks the criteria and the claims on the running system for a bundle. tools/verify implements it, and reads bundles itself. */
export interface Verifier {
  /** Each of them fails if the verification breaks off. */
  readonly criteria: readonly { readonly id: VerdictId; readonly claim: string }[]
  readonly verify: (system: DeployedSystem, subject: VerifierSubject) => Promise<Verdicts>
}

export interface VerifierSubject {
  readonly run: Run
  /** The files of the unfinished bundle, before the verdicts are added. */
  readonly bundle: readonly BundleFile[]
  readonly quick: boolean
  /** Whether no function may be changed, even for a moment. Criteria that need it become `manual`. */
  readonly undisturbed: boolean
  readonly progress: Progress
  readonly signal?: AbortSignal
}
