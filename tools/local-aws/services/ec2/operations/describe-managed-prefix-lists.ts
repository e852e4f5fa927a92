import type { DescribeManagedPrefixListsRequest, DescribeManagedPrefixListsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { filtered } from '../filters.ts'
import { onAll } from '../permissions.ts'

export const describeManagedPrefixLists: Operation<
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult
> = {
  permissions: onAll('DescribeManagedPrefixLists'),
  run: (input, { account }) => {
    const lists = filtered([{ ...account.ec2.s3PrefixList(), tags: new Map() }], input.Filters, {
      'prefix-list-id': list => list.id,
      'prefix-list-name': list => list.name,
      'owner-id': () => 'AWS',
    })
    return {
      PrefixLists: lists.map(list => ({
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
