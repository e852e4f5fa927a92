import type { Row } from './row.ts'

// The clocks of client and Lambda may run at slightly different speeds. An initialisation ahead of the call saves far
// more.
const clockSlackMs = 5

/**
 * Decides which rows count, after Lambda's own figures are known, by the rules of docs/measurements.md. A row that is
 * already discarded keeps its reason.
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
  if (initDurationMs === undefined)
    return 'Lambda reported no initialisation: it was done ahead of the call, or again in it'
  // A caller cannot have waited for an initialisation that took longer than its whole wait. This needs no common clock.
  if (clientMs + clockSlackMs < initDurationMs + durationMs) return 'Lambda had initialised ahead of the call'
  return undefined
}
