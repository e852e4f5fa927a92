import type { Account } from '../../account.ts'

export class Ec2State {
  readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  async close(): Promise<void> {}
}
