import { fileURLToPath } from 'node:url'
import { type Progress, silent } from '../command/progress.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Run } from '../measure/run.ts'
import { maskAccount } from './account-mask.ts'
import { type BundleFile, jsonFile, writeBundle } from './bundle.ts'
import { crateMetadata } from './crate/crate-metadata.ts'
import { drawResultFigures } from './figures/result-figures.ts'
import { configurationPictures } from './pictures/configuration-pictures.ts'
import { recordRun, type RecordedRun } from './record-run.ts'
import { reportHtml } from './report-html.ts'
import { reportMarkdown } from './report-markdown.ts'
import type { Report } from './report.ts'
import { resultTables } from './tables/result-tables.ts'
import { tally } from './verdicts/verdict-table.ts'
import { isClaim, type Verdict, type Verdicts } from './verdicts/verdict.ts'
import { verdictsMarkdown } from './verdicts/verdicts-markdown.ts'
import type { Verifier } from './verdicts/verifier.ts'

export interface Evidence {
  /** Relative to the repository: `evidence/<runId>`. */
  readonly folder: string
  readonly report: Report
  /** One verdict a criterion, 1.1 to 7.5, and one a claim. */
  readonly verdicts: Verdicts
}

export interface CollectOptions {
  readonly progress?: Progress
  readonly signal?: AbortSignal
  /** The folder in which the bundle's folder is made; default evidence/ of this repository. */
  readonly root?: string
  readonly composer?: typeof composeBundle
  /** Whether the verification may change no function. Default: it may. */
  readonly undisturbed?: boolean
}

const evidenceRoot = fileURLToPath(new URL('../../evidence', import.meta.url))

/**
 * Reads the live configuration and logs, checks every criterion on the running system, and writes the bundle of a run.
 * The bundle appears complete or not at all, even if a criterion fails.
 */
export async function collectEvidence(
  system: DeployedSystem,
  run: Run,
  verifier: Verifier,
  options: CollectOptions = {},
): Promise<Evidence> {
  const { progress = silent, signal, root = evidenceRoot, composer = composeBundle, undisturbed = false } = options
  progress.step('Collect the evidence: configuration, stacks, logs, listing, pictures, tables')
  const { report, files } = await composer(system, run, signal)
  progress.step('Verify every criterion of the requirements, and the claims of the README, on the running system')
  const subject = { run, bundle: files, quick: run.quick, undisturbed, progress, signal }
  const verification = await completed(verifier.criteria, verifier.verify(system, subject))
  // An interruption is no verdict.
  if (verification.error !== undefined) signal?.throwIfAborted()
  const { verdicts } = verification
  progress.detail(tally(verdicts))
  const complete = withVerdicts(report, files, maskAccount(verdicts, system.accountId))
  await writeBundle(root, report.runId, complete)
  progress.detail(`${complete.length + 1} files in evidence/${report.runId}`)
  if (verification.error !== undefined) throw verification.error
  return { folder: `evidence/${report.runId}`, report, verdicts }
}

/**
 * Returns the verdicts of a verification. If it broke off, every criterion fails with its message, so that the
 * measurements are not lost.
 */
async function completed(
  criteria: Verifier['criteria'],
  verification: Promise<Verdicts>,
): Promise<{ verdicts: Verdicts; error?: unknown }> {
  try {
    return { verdicts: await verification }
  } catch (error) {
    const evidence = `The verification did not end: ${error instanceof Error ? error.message : String(error)}`
    const unknown = criteria.map(({ id, claim }) => ({ id, status: 'fail' as const, claim, evidence, source: '' }))
    return { verdicts: Object.assign(unknown, { notUndone: [] }), error }
  }
}

/**
 * Composes everything in a bundle except what the verification adds. Masks the account's ID before anything is drawn,
 * because bundles are published.
 */
export async function composeBundle(system: DeployedSystem, run: Run, signal?: AbortSignal): Promise<RecordedRun> {
  const { report, files, configuration } = await recordRun(system, run, signal)
  const invocations = maskAccount(run.measurements.invocations, system.accountId)
  const drawn = [
    ...files,
    ...(await configurationPictures(configuration)),
    ...resultTables(report, invocations),
    ...(await drawResultFigures(report, invocations)),
  ]
  return { report, files: [...drawn, ...reportPages(report, drawn)] }
}

function withVerdicts(report: Report, files: readonly BundleFile[], verdicts: readonly Verdict[]): BundleFile[] {
  const others = files.filter(({ path }) => path !== 'report.md' && path !== 'report.html')
  const criteria = verdicts.filter(verdict => !isClaim(verdict))
  const verified = [jsonFile('requirements.json', criteria), jsonFile('claims.json', verdicts.filter(isClaim))]
  const complete = [...others, ...verified, ...reportPages(report, others, verdicts)]
  return [...complete, crateMetadata(report, complete)]
}

function reportPages(report: Report, files: readonly BundleFile[], verdicts: readonly Verdict[] = []): BundleFile[] {
  const markdown = [reportMarkdown(report), ...(verdicts.length > 0 ? [verdictsMarkdown(verdicts)] : [])].join('\n')
  return [
    { path: 'report.md', content: markdown },
    { path: 'report.html', content: reportHtml(markdown, files) },
  ]
}
