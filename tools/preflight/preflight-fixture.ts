import type { Finding } from './finding.ts'
import { preflight, type PreflightOptions } from './preflight.ts'

/** The prefix of every name in the tests of preflight. */
export const prefix = 'demo'

export async function runPreflight(options: PreflightOptions = {}): Promise<readonly Finding[]> {
  return preflight({ prefix, ...options })
}

/** The first finding of that check. */
export function of(findings: readonly Finding[], check: string): Finding | undefined {
  return findings.find(finding => finding.check === check)
}

export function notOk(findings: readonly Finding[]): string[] {
  return findings.filter(({ outcome }) => outcome !== 'ok').map(({ check, outcome }) => `${check} ${outcome}`)
}
