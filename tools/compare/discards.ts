import type { Row } from './row.ts'

// The clocks of client and Lambda need not run alike; a start ahead of the call saves far more.
const clockSlackMs = 5

/**
 * Decides which rows count, once Lambda's own figures are known. The rules are those of docs/measurements.md; a row that is
 * discarded already keeps its reason.
 */
export function withDiscards(rows: readonly Row[]): Row[] {
  return rows.map(row => {
    if (!row.kept) return row
    const discardedBecause = reasonToDiscard(row)
    return discardedBecause ? { ...row, kept: false, discardedBecause } : row
  })
}

function reasonToDiscard({ phase, coldStart, clientMs, initDurationMs, durationMs }: Row): string | undefined {
  if (phase === 'warm') return coldStart ? 'the environment was cold' : undefined
  if (!coldStart) return 'the environment was warm'
  if (durationMs === undefined) return 'Lambda did not report it'
  if (initDurationMs === undefined) return 'Lambda reported no initialisation: it was done ahead of the call'
  // A caller cannot have waited for an initialisation that takes longer than its own wait. No common clock is needed.
  if (clientMs + clockSlackMs < initDurationMs + durationMs) return 'Lambda had initialised ahead of the call'
  return undefined
}

/** How many rows were discarded for each reason. */
export function discardCounts(rows: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kept, discardedBecause = '' } of rows) {
    if (!kept) counts[discardedBecause] = (counts[discardedBecause] ?? 0) + 1
  }
  return counts
}
