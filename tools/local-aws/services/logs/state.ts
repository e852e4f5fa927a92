import type { Account } from '../../account.ts'

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly message: string
}

export class LogsState {
  readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** Appends to a stream, which is made when it is missing. False when there is no such group: nothing is kept. */
  append(_logGroupName: string, _logStreamName: string, _events: readonly LogEvent[]): boolean {
    return false
  }
}
