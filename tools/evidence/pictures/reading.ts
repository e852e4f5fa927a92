/** The origin of a file of the live configuration. */
export interface Reading {
  /** The local AWS or Amazon's. Older bundles lack it. */
  readonly target?: 'local' | 'aws'
  readonly runId?: string
  readonly calls: readonly string[]
  readonly region: string
  /** ISO 8601, UTC. */
  readonly readAt: string
}

/** The foot of a picture: place, calls and time of the values. */
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

/** A value of an answer as text. In the JSON, dates are strings already. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '(none)'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
