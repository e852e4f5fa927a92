import { AwsError } from '../../aws-error.ts'
import { page, placeOf } from '../../page.ts'

/** What a Describe call accepts as MaxResults and NextToken, and its words for the rest, which differ from call to call. */
export interface Paging {
  readonly smallest: number
  readonly largest: number
  /** The end of the message for a smaller, or for a larger size. */
  readonly tooSmall: string
  readonly tooLarge: string
  /** The name of MaxResults in that message. */
  readonly sizeName: string
  /** The member with the IDs, and the message if a request has it and MaxResults. */
  readonly ids?: { readonly member: string; readonly refusal: string }
  readonly wrongToken: (token: string) => AwsError
}

/**
 * The paging of most calls. `ids` is the member with the IDs, which a request may not have together with MaxResults.
 * Sizes: docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html. Words, as seen on AWS:
 * github.com/mulgadc/spinifex/blob/3f91a3dbcd9bf243bcb7a28440edd998bead7dfc/spinifex/handlers/ec2/vpc/paging_test.go.
 */
export function pagingWithout(ids: string): Paging {
  return {
    ...pagingOfAll,
    ids: { member: ids, refusal: `The parameter ${ids} cannot be used with the parameter MaxResults` },
  }
}

/** The paging of a call whose refusal of IDs beside MaxResults, if it has one, is not known. */
export const pagingOfAll: Paging = {
  smallest: 5,
  largest: 1000,
  tooSmall: 'greater than or equal to 5',
  tooLarge: 'smaller than or equal to 1000',
  sizeName: 'MaxResults',
  wrongToken: token =>
    new AwsError(
      'InvalidParameterValue',
      `Value ( ${token} ) for parameter NextToken is invalid. The token is invalid.`,
    ),
}

/**
 * One page of what `find` returns: everything, unless the request has MaxResults. The token is the position of the
 * next page.
 *
 * @throws AwsError InvalidParameterValue, InvalidParameterCombination, or what the paging says of a token
 */
export function pageOf<T>(
  input: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  paging: Paging,
  find: () => readonly T[],
): { items: T[]; NextToken?: string } {
  const { MaxResults, NextToken } = input
  if (MaxResults !== undefined) {
    if (paging.ids && paging.ids.member in input) {
      throw new AwsError('InvalidParameterCombination', paging.ids.refusal)
    }
    checkSize(MaxResults, paging)
  }
  const start = placeOf(NextToken, paging.wrongToken(NextToken ?? ''))
  const all = find()
  if (start > all.length) throw paging.wrongToken(NextToken ?? '')
  const { items, next } = page(all, start, MaxResults ?? all.length)
  return { items, NextToken: next?.toString() }
}

function checkSize(size: number, { smallest, largest, tooSmall, tooLarge, sizeName }: Paging): void {
  if (size >= smallest && size <= largest) return
  throw new AwsError(
    'InvalidParameterValue',
    `Value ( ${size} ) for parameter ${sizeName} is invalid. Expecting a value ${size < smallest ? tooSmall : tooLarge}.`,
  )
}
