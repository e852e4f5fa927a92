import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

export type { Logger }

/**
 * Makes a logger that writes one JSON object a line. For lines that a function writes itself, Lambda filters by level
 * and takes the time only if they have `level` in capitals and an RFC 3339 `timestamp`
 * (docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
 * A line is written before the call returns, which is not pino's default (getpino.io/#/docs/api?id=pino-destination,
 * `sync`): Lambda freezes the environment when the handler has answered, with everything that still waits in it
 * (docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
 */
export function createLogger(destination: DestinationStream = pino.destination({ dest: 1, sync: true })): Logger {
  const options = {
    base: null,
    messageKey: 'message',
    serializers: { cause: stdSerializers.errWithCause },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label.toUpperCase() }) },
  }
  return pino(options, destination)
}
