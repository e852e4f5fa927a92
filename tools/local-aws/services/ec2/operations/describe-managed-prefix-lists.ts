import type { DescribeManagedPrefixListsRequest, DescribeManagedPrefixListsResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onAll } from '../permissions.ts'

export const describeManagedPrefixLists: Operation<
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult
> = {
  honours: ['Filters', 'PrefixListIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeManagedPrefixLists'),
  run: (input, { account }) => {
    const all = [{ ...account.ec2.s3PrefixList(), tags: new Map() }]
    const unknown = input.PrefixListIds?.find(id => !all.some(list => list.id === id))
    if (unknown !== undefined) {
      throw new AwsError('InvalidPrefixListID.NotFound', `The prefix list ID '${unknown}' does not exist`)
    }
    const lists = filtered(all, input.Filters, {
      'prefix-list-id': list => list.id,
      'prefix-list-name': list => list.name,
      'owner-id': () => 'AWS',
    })
    const { items, ...next } = pageOf(lists, input)
    return {
      ...next,
      PrefixLists: items.map(list => ({
        PrefixListId: list.id,
        PrefixListName: list.name,
        PrefixListArn: `arn:aws:ec2:${account.region}:aws:prefix-list/${list.id}`,
        AddressFamily: 'IPv4',
        OwnerId: 'AWS',
        State: 'create-complete',
        Tags: [],
      })),
    }
  },
}
