import { randomBytes } from 'node:crypto'
import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../aws-error.ts'
import type { Account } from './operation.ts'

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly message: string
}

export interface StoredEvent extends LogEvent {
  readonly ingestionTime: number
  /** Unique in the account; FilterLogEvents returns it. */
  readonly eventId: string
}

export interface LogStream {
  readonly logStreamName: string
  readonly creationTime: number
  /** In order of time. */
  readonly events: StoredEvent[]
}

export interface LogGroup {
  readonly logGroupName: string
  readonly creationTime: number
  readonly logGroupClass: LogGroupClass
  retentionInDays?: number
  readonly tags: Map<string, string>
  readonly streams: Map<string, LogStream>
}

/** Log groups, their streams and events, all in memory. */
export class LogsState {
  readonly account: Account
  readonly groups = new Map<string, LogGroup>()

  constructor(account: Account) {
    this.account = account
  }

  /** Finds a group by name or ARN. @throws AwsError ResourceNotFoundException */
  group(nameOrArn: string): LogGroup {
    const name = nameOrArn.replace(/^arn:.*?:log-group:/, '').replace(/:\*$/, '')
    const group = this.groups.get(name)
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.', 400)
    return group
  }

  createGroup(logGroupName: string, members: Partial<Pick<LogGroup, 'logGroupClass' | 'tags'>> = {}): LogGroup {
    const creationTime = this.account.now().getTime()
    const group = {
      logGroupName,
      creationTime,
      logGroupClass: 'STANDARD' as const,
      tags: new Map(),
      streams: new Map(),
      ...members,
    }
    this.groups.set(logGroupName, group)
    return group
  }

  stream(group: LogGroup, logStreamName: string): LogStream {
    const stream = group.streams.get(logStreamName)
    if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.', 400)
    return stream
  }

  createStream(group: LogGroup, logStreamName: string): LogStream {
    const stream = { logStreamName, creationTime: this.account.now().getTime(), events: [] }
    group.streams.set(logStreamName, stream)
    return stream
  }

  /**
   * Appends to a stream, which is created if it is missing. Returns false, and keeps nothing, if there is no such
   * group.
   */
  append(logGroupName: string, logStreamName: string, events: readonly LogEvent[]): boolean {
    const group = this.groups.get(logGroupName)
    if (!group) return false
    const stream = group.streams.get(logStreamName) ?? this.createStream(group, logStreamName)
    const ingestionTime = this.account.now().getTime()
    for (const event of events) {
      stream.events.push({ ...event, ingestionTime, eventId: randomBytes(28).toString('hex') })
    }
    stream.events.sort((a, b) => a.timestamp - b.timestamp)
    return true
  }

  arn(logGroupName: string): string {
    return this.account.arn('logs', `log-group:${logGroupName}`)
  }
}
