import { randomBytes } from 'node:crypto'
import { isAllowed } from '../../../iam/authorize.ts'
import type { Identity } from '../../../iam/identity.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { Account } from '../operation.ts'

export interface PlatformMetrics {
  readonly durationMs: number
  readonly billedDurationMs: number
  readonly memorySizeMB: number
  readonly maxMemoryUsedMB: number
  readonly initDurationMs?: number
}

const logTailBytes = 4096

/**
 * One execution environment's log stream. Lines reach CloudWatch only if the function's role may create the stream and
 * put events: Lambda writes with the role's permissions.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export class FunctionLog {
  readonly streamName: string
  readonly #account: Account
  readonly #function: LambdaFunction
  readonly #identity: Identity
  #tail: string[] = []
  #toldMissing = false

  constructor(account: Account, lambdaFunction: LambdaFunction, identity: Identity) {
    this.#account = account
    this.#function = lambdaFunction
    this.#identity = identity
    const [year, month, day] = account.now().toISOString().slice(0, 10).split('-')
    this.streamName = `${year}/${month}/${day}/[$LATEST]${randomBytes(16).toString('hex')}`
  }

  /** A line that the function wrote to stdout or stderr itself. */
  output(line: string): void {
    this.line(line)
  }

  line(message: string): void {
    if (message === '') return
    this.#tail.push(message)
    this.#append(message)
  }

  /** A record of the platform's own: a JSON object, or the classic line in text format. */
  platform(type: string, record: object, text?: string): void {
    const json = this.#function.settings.logging.LogFormat === 'JSON'
    const time = this.#account.now().toISOString()
    if (json && this.#isLogged(type)) this.line(JSON.stringify({ time, type, record }))
    else if (!json && text !== undefined) this.line(text)
  }

  /** The last 4 KiB since the last call, as `LogType: Tail` returns them. */
  takeTail(): string {
    const text = this.#tail.map(line => `${line}\n`).join('')
    this.#tail = []
    return Buffer.from(text).subarray(-logTailBytes).toString('utf8')
  }

  // SystemLogLevel WARN keeps only what failed: reports and starts are INFO, the rest of the platform's records DEBUG.
  #isLogged(type: string): boolean {
    const level = this.#function.settings.logging.SystemLogLevel ?? 'INFO'
    if (level === 'WARN') return false
    return (
      level === 'DEBUG' ||
      ['platform.initStart', 'platform.initReport', 'platform.start', 'platform.report'].includes(type)
    )
  }

  #append(message: string): void {
    const { LogGroup } = this.#function.settings.logging
    const stream = `${this.#account.logs.arn(LogGroup)}:log-stream:${this.streamName}`
    const allowed = ['logs:CreateLogStream', 'logs:PutLogEvents'].every(action =>
      isAllowed(this.#identity, { action, resource: stream }),
    )
    if (!this.#account.logs.groups.has(LogGroup) && this.#mayCreateGroup()) this.#account.logs.createGroup(LogGroup)
    const event = { timestamp: this.#account.now().getTime(), message }
    if (allowed && this.#account.logs.append(LogGroup, this.streamName, [event])) return
    if (this.#toldMissing) return
    this.#toldMissing = true
    this.#account.settings.diagnose(
      `the logs of ${this.#function.functionName} are lost: ${allowed ? `there is no log group ${LogGroup}` : `its role may not write to ${LogGroup}`}`,
    )
  }

  /** Lambda makes the group at the first line, if the role lets it. */
  #mayCreateGroup(): boolean {
    const { LogGroup } = this.#function.settings.logging
    return isAllowed(this.#identity, {
      action: 'logs:CreateLogGroup',
      resource: `${this.#account.logs.arn(LogGroup)}:*`,
    })
  }
}
