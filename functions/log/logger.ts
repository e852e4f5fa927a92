import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

export type { Logger }

// One JSON object a line. Lambda filters by level and takes the time from lines that a function writes itself only when
// they carry `level` in capitals and an RFC 3339 `timestamp`
// (docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
// The default destination writes synchronously: Lambda freezes the process after the response, with whatever waits in it.
export function createLogger(destination?: DestinationStream): Logger {
  const options = {
    base: null,
    messageKey: 'message',
    serializers: { cause: stdSerializers.errWithCause },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label.toUpperCase() }) },
  }
  return destination ? pino(options, destination) : pino(options)
}
