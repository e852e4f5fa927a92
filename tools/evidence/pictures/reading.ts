/** What every file of the live configuration says of itself. */
export interface Reading {
  /** The local AWS or Amazon's; older bundles do not say. */
  readonly target?: 'local' | 'aws'
  readonly runId?: string
  readonly calls: readonly string[]
  readonly region: string
  /** ISO 8601, UTC. */
  readonly readAt: string
}

/** The foot of a picture: where it is from, which calls gave the values, and when. */
export function readingNote(...readings: readonly Reading[]): string[] {
  const [{ target, runId, region, readAt }] = readings as [Reading]
  const place = [
    ...(target ? [target === 'local' ? 'Local AWS, an emulator on one machine' : 'AWS'] : []),
    `Region ${region}`,
    ...(runId ? [`run ${runId}`] : []),
  ]
  const calls = readings.flatMap(reading => reading.calls)
  return [`${place.join(', ')}.`, `Drawn from the live answers of ${calls.join(', ')}, ${readAt}.`]
}

/** A value of an answer as text. Dates have become strings in the JSON already. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '(none)'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
