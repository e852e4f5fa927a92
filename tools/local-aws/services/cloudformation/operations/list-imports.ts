import type { ListImportsInput, ListImportsOutput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from './pages.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html
export const listImports: Operation<ListImportsInput, ListImportsOutput> = {
  honours: ['ExportName', 'NextToken'],
  permissions: () => [{ action: 'cloudformation:ListImports', resource: '*' }],
  run: ({ ExportName, NextToken }, { account }) => {
    const importers = account.cloudFormation.exports.importers(ExportName!)
    if (importers.length === 0)
      throw new AwsError('ValidationError', `Export '${ExportName}' is not imported by any stack.`)
    const { items, nextToken } = pageOf(importers, NextToken)
    return { Imports: items.map(({ stackName }) => stackName), NextToken: nextToken }
  },
}
