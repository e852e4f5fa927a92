const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const

export type LogLevel = (typeof levels)[number]

export function isAsSevere(level: LogLevel, least: string): boolean {
  return levels.indexOf(level) >= levels.findIndex(one => one === least)
}

/**
 * The level of a function's log line, a JSON object with `level`: "If the "level" value field is invalid or missing,
 * Lambda will assign the log output the level INFO."
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export function levelOf(line: string): LogLevel {
  if (!line.startsWith('{')) return 'INFO'
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    return levels.find(one => typeof level === 'string' && one === level.toUpperCase()) ?? 'INFO'
  } catch {
    // Not JSON, and so without a level.
    return 'INFO'
  }
}
