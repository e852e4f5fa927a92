import type { Account } from '../../account.ts'

export class CloudFormationState {
  readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  async close(): Promise<void> {}
}
