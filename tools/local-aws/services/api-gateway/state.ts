import type { Account } from '../../account.ts'
import type { AwsRequest, AwsResponse } from '../../protocols/exchange.ts'

export class ApiGatewayState {
  readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** The data plane: answers a request to `API.execute-api.…`; `undefined` when it is for another service. */
  async answer(_request: AwsRequest): Promise<AwsResponse | undefined> {
    return undefined
  }
}
