import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import { encodedPage } from '../../../page.ts'
import { describeInList } from '../description.ts'
import type { Operation } from '../operation.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html: "ListFunctions returns a maximum of 50 items in each response, even if you set the number higher."
const maxItems = 50

export const listFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = {
  // No function has a version besides $LATEST.
  honours: ['Marker', 'MaxItems', 'FunctionVersion'],
  permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
  run: ({ Marker, MaxItems = maxItems }, { account }) => {
    // No source is recorded for the words.
    const invalid = new AwsError('InvalidParameterValueException', 'Invalid Marker')
    const functions = [...account.lambda.functions.values()]
    const { items, next } = encodedPage(functions, Marker, Math.min(MaxItems, maxItems), invalid)
    return { Functions: items.map(describeInList), ...(next !== undefined && { NextMarker: next }) }
  },
}
