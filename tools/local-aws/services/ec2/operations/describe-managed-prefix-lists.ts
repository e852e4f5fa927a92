import type { DescribeManagedPrefixListsRequest, DescribeManagedPrefixListsResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingOfAll } from '../pages.ts'
import { onAll } from '../permissions.ts'

// Sizes: docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html; the words are not known.
const paging = {
  ...pagingOfAll,
  smallest: 1,
  largest: 100,
  tooSmall: 'greater than or equal to 1',
  tooLarge: 'smaller than or equal to 100',
}

export const describeManagedPrefixLists: Operation<
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult
> = {
  honours: ['Filters', 'PrefixListIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeManagedPrefixLists'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const all = [{ ...account.ec2.s3PrefixList(), tags: new Map() }]
      const unknown = input.PrefixListIds?.find(id => !all.some(list => list.id === id))
      if (unknown !== undefined) {
        throw new AwsError('InvalidPrefixListID.NotFound', `The prefix list ID '${unknown}' does not exist`)
      }
      return filtered(all, input.Filters, {
        'prefix-list-id': list => list.id,
        'prefix-list-name': list => list.name,
        'owner-id': () => 'AWS',
      })
    })
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
