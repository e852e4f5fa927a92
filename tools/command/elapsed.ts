/** The time since then, by performance.now(), for people: `12 s`, `3 min 5 s`. */
export function elapsed(startedAt: number): string {
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
