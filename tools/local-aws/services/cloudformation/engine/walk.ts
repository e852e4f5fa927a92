export interface Walk {
  readonly ids: readonly string[]
  /** Ids that are not among `ids` count as done. */
  readonly dependenciesOf: (id: string) => Iterable<string>
  /** `signal` is aborted when the walk gives up: another id failed, or the caller aborted it. */
  readonly apply: (id: string, signal: AbortSignal) => Promise<void>
  readonly failed: (id: string, error: unknown) => void
  /** Called for an id that was running when the walk gave up. Its end is awaited, but no longer reported. */
  readonly cancelled?: (id: string) => void
  /**
   * Deletion continues with ids that do not depend on the failed one; creation and update stop at the first failure.
   */
  readonly keepGoing?: boolean
  readonly signal: AbortSignal
}

/** Applies every id after its dependencies, independent ids together. Returns true if all succeeded. */
export async function walk({ ids, dependenciesOf, apply, failed, cancelled, keepGoing, signal }: Walk) {
  const known = new Set(ids)
  const waiting = new Map(ids.map(id => [id, new Set([...dependenciesOf(id)].filter(needed => known.has(needed)))]))
  const running = new Map<string, Promise<void>>()
  const own = new AbortController()
  let complete = true

  const giveUp = (): void => {
    if (own.signal.aborted) return
    complete = false
    own.abort()
    for (const id of running.keys()) cancelled?.(id)
  }
  // An error before the first await must not be handled before `running` contains the id.
  const begin = async (id: string): Promise<void> => apply(id, own.signal)
  const run = async (id: string): Promise<void> => {
    try {
      await begin(id)
      for (const needs of waiting.values()) needs.delete(id)
    } catch (error) {
      complete = false
      running.delete(id)
      if (!own.signal.aborted) failed(id, error)
      if (!keepGoing) giveUp()
    }
    running.delete(id)
    startReady()
  }
  const startReady = (): void => {
    for (const [id, needs] of waiting) {
      if (own.signal.aborted) return
      if (needs.size > 0) continue
      waiting.delete(id)
      running.set(id, run(id))
    }
  }

  signal.addEventListener('abort', giveUp)
  if (signal.aborted) giveUp()
  startReady()
  while (running.size > 0) await Promise.race(running.values())
  signal.removeEventListener('abort', giveUp)
  return complete
}

/** The opposite direction: an id comes before its dependencies. */
export function dependents(ids: Iterable<string>, dependenciesOf: (id: string) => Iterable<string>) {
  const reversed = new Map<string, string[]>()
  for (const id of ids) {
    for (const needed of dependenciesOf(id)) reversed.set(needed, [...(reversed.get(needed) ?? []), id])
  }
  return (id: string): readonly string[] => reversed.get(id) ?? []
}
