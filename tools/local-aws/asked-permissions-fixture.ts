import { services } from './services.ts'
import type { LocalAws } from './server.ts'

/** The permissions that a call of the account's owner needs, as `action on RESOURCE`, without the beginning of ARNs. */
export function permissionsAsked({ account, credentials }: LocalAws, signingName: string) {
  const caller = account.iam.holder(credentials.accessKeyId)!.identity
  return (operationName: string, input: object = {}, http: object = {}): string[] => {
    const call = { account, caller, operationName, http, requestId: 'r' }
    const asked = services.get(signingName)!.operations[operationName]!.permissions(input, call as never)
    return asked.map(({ action, resource, context }) => {
      const short = resource.replace(account.arn(action.split(':')[0]!, ''), '')
      return `${action} on ${short}${context ? ` with ${JSON.stringify(context)}` : ''}`
    })
  }
}
