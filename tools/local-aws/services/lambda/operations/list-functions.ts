import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import { describeInList } from '../description.ts'
import type { Operation } from '../operation.ts'

// Unlike AWS: all functions are in one page.
export const listFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = {
  honours: [
    // Unlike AWS: all functions are in one page. None has a version besides $LATEST.
    'Marker',
    'MaxItems',
    'FunctionVersion',
  ],
  permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
  run: (_input, { account }) => ({ Functions: [...account.lambda.functions.values()].map(describeInList) }),
}
