import type { ListExportsInput, ListExportsOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { pageOf } from './pages.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html
export const listExports: Operation<ListExportsInput, ListExportsOutput> = {
  honours: ['NextToken'],
  permissions: () => [{ action: 'cloudformation:ListExports', resource: '*' }],
  run: ({ NextToken }, { account }) => {
    const { items, nextToken } = pageOf(account.cloudFormation.exports.list(), NextToken)
    return {
      Exports: items.map(({ stack, output }) => ({
        ExportingStackId: stack.stackId,
        Name: output.ExportName,
        Value: output.OutputValue,
      })),
      NextToken: nextToken,
    }
  },
}
