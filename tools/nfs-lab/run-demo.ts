import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Verdict as CriterionVerdict } from '../evidence/verdicts/verdict.ts'
import type { BackEndName } from './machine.ts'
import type { Verdict } from './observation.ts'

export interface CriterionOnNfs {
  readonly id: string
  readonly claim: string
  readonly verdict: Verdict
  /** The observation in place of the expected one. */
  readonly why?: string
}

export interface DemoOnNfs {
  readonly seconds: number
  /** Empty if the demo ended before its first check. */
  readonly criteria: readonly CriterionOnNfs[]
  /** The demo's output, if it ended before that. */
  readonly output?: string
  /** The folder of the evidence. It is kept if a criterion did not hold. */
  readonly bundle?: string
}

/** Runs the demo, and reads the criteria from its evidence. */
export async function runDemo(
  words: readonly string[],
  { repository, backEnd, signal }: { repository: string; backEnd: BackEndName; signal: AbortSignal },
): Promise<DemoOnNfs> {
  const start = performance.now()
  const evidence = join(repository, 'evidence')
  const before = new Set(await readdir(evidence))
  const child = spawn(process.execPath, words, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  const [, stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  signal.throwIfAborted()
  const seconds = (performance.now() - start) / 1000
  const bundle = (await readdir(evidence))
    .filter(name => !before.has(name))
    .map(name => join(evidence, name))
    .find(path => existsSync(join(path, 'requirements.json')))
  if (!bundle) return { seconds, criteria: [], output: `${stderr}${stdout}` }
  const verdicts = JSON.parse(await readFile(join(bundle, 'requirements.json'), 'utf8')) as CriterionVerdict[]
  const criteria = verdicts.map(verdict => criterionOnNfs(verdict, backEnd))
  if (criteria.some(({ verdict }) => verdict === 'did not hold')) return { seconds, criteria, bundle }
  await rm(bundle, { recursive: true })
  return { seconds, criteria }
}

/**
 * The criteria by which ten simultaneous predictions, each in a new environment, are answered within API Gateway's 29
 * seconds.
 */
const tenAtOnce = ['3.6', '6.5']

/**
 * Judges a criterion. User Mode Linux has one processor, on which ten environments initialise one after the other, so
 * there a time-out of these criteria says nothing about NFS.
 */
export function criterionOnNfs(
  { id, claim, status, evidence }: Pick<CriterionVerdict, 'id' | 'claim' | 'status' | 'evidence'>,
  backEnd: BackEndName,
): CriterionOnNfs {
  if (status !== 'fail') return { id, claim, verdict: 'held' }
  const timedOut = /\b504\b|no answer within/.test(evidence)
  const tooSlow = backEnd === 'uml' && tenAtOnce.includes(id) && timedOut
  return { id, claim, verdict: tooSlow ? 'too slow here' : 'did not hold', why: evidence }
}
