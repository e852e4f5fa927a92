import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import { describeFunction } from '../description.ts'
import type { Operation } from '../operation.ts'

// Unlike AWS: all functions come in one page.
export const listFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = {
  permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
  run: (_input, { account }) => ({ Functions: [...account.lambda.functions.values()].map(describeFunction) }),
}
