import { randomBytes } from 'node:crypto'
import { isAllowed } from '../../../iam/authorize.ts'
import type { Identity } from '../../../iam/identity.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { Account } from '../operation.ts'
import { isAsSevere, levelOf, type LogLevel } from './log-level.ts'

/** The form of a Lambda record in text format, and its level. */
export interface PlatformLine {
  readonly text: string
  /** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html, "event mapping". */
  readonly level: LogLevel
  /** Whether the caller of the invocation gets it too. Output before START is not in the tail. */
  readonly inTail: boolean
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
  #lossReported = false

  constructor(account: Account, lambdaFunction: LambdaFunction, identity: Identity) {
    this.#account = account
    this.#function = lambdaFunction
    this.#identity = identity
    const [year, month, day] = account.now().toISOString().slice(0, 10).split('-')
    this.streamName = `${year}/${month}/${day}/[$LATEST]${randomBytes(16).toString('hex')}`
  }

  /**
   * Logs a line that the function itself wrote to stdout or stderr. In JSON format Lambda filters it by its own level,
   * or by INFO if it has none. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
   */
  output(line: string): void {
    const { LogFormat, ApplicationLogLevel = 'INFO' } = this.#function.settings.logging
    if (LogFormat !== 'JSON' || isAsSevere(levelOf(line), ApplicationLogLevel)) this.line(line)
  }

  /** Logs a message that the runtime has already filtered. */
  line(message: string): void {
    this.#write(message, true)
  }

  /** Logs a record of Lambda's own: a JSON object, or the classic line in text format, which has no levels. */
  platform(type: string, record: object, { text, level, inTail }: PlatformLine): void {
    const { LogFormat, SystemLogLevel = 'INFO' } = this.#function.settings.logging
    if (LogFormat !== 'JSON') return this.#write(text, inTail)
    const time = this.#account.now().toISOString()
    if (isAsSevere(level, SystemLogLevel)) this.#write(JSON.stringify({ time, type, record }), inTail)
  }

  /** Logs a line that Lambda writes in text format only. */
  text(line: string): void {
    if (this.#function.settings.logging.LogFormat !== 'JSON') this.line(line)
  }

  /** Returns the last 4 KiB since the previous call of this method, as `LogType: Tail` does. */
  takeTail(): string {
    const text = this.#tail.map(line => `${line}\n`).join('')
    this.#tail = []
    return Buffer.from(text).subarray(-logTailBytes).toString('utf8')
  }

  #write(message: string, inTail: boolean): void {
    if (message === '') return
    if (inTail) this.#tail.push(message)
    this.#append(message)
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
    if (this.#lossReported) return
    this.#lossReported = true
    this.#account.settings.diagnose(
      `the logs of ${this.#function.functionName} are lost: ${allowed ? `there is no log group ${LogGroup}` : `its role may not write to ${LogGroup}`}`,
    )
  }

  /** Lambda makes the group with the first line, if the role allows it. */
  #mayCreateGroup(): boolean {
    const { LogGroup } = this.#function.settings.logging
    return isAllowed(this.#identity, {
      action: 'logs:CreateLogGroup',
      resource: `${this.#account.logs.arn(LogGroup)}:*`,
    })
  }
}
