/** What every file of the live configuration says of itself. */
export interface Reading {
  readonly calls: readonly string[]
  readonly region: string
  /** ISO 8601, UTC. */
  readonly readAt: string
}

/** The foot of a picture: which calls gave the values, where and when. */
export function readingNote(...readings: readonly Reading[]): string[] {
  const [{ region, readAt }] = readings as [Reading]
  const calls = readings.flatMap(reading => reading.calls)
  return [`Drawn from the live answers of ${calls.join(', ')}. Region ${region}, ${readAt}.`]
}

/** A value of an answer as text. Dates have become strings in the JSON already. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '(none)'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
