interface Call {
  readonly kept: boolean
  readonly discardedBecause?: string
}

/** Counts the discarded calls by reason. */
export function discardCounts(calls: readonly Call[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kept, discardedBecause = '' } of calls) {
    if (!kept) counts[discardedBecause] = (counts[discardedBecause] ?? 0) + 1
  }
  return counts
}
