import { services } from './services.ts'
import { WholeAccount } from './whole-account.ts'

/** An account without a server, for tests that need no request. */
export function accountAlone(): WholeAccount {
  return new WholeAccount({
    id: '000000000000',
    region: 'us-east-1',
    dataDir: '/nonexistent',
    concurrentExecutions: 1000,
    networkInterfaceReleaseMs: 0,
    isolation: 'none',
    diagnose: () => {},
  })
}

/** The permissions that a call needs, as `action on RESOURCE`, without the beginning of the account's ARNs. */
export function permissionsAsked(account: WholeAccount, signingName: string) {
  return (operationName: string, input: object = {}, http: object = {}): string[] => {
    const call = { account, caller: account.iam.anonymous, operationName, http, requestId: 'r' }
    const asked = services.get(signingName)!.operations[operationName]!.permissions(input, call as never)
    return asked.map(({ action, resource, context }) => {
      const short = resource.replace(account.arn(action.split(':')[0]!, ''), '')
      return `${action} on ${short}${context ? ` with ${JSON.stringify(context)}` : ''}`
    })
  }
}
