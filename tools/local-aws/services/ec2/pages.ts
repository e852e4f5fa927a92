import { AwsError } from '../../aws-error.ts'
import { page, placeOf } from '../../page.ts'

/**
 * One page of a Describe call: everything, unless the request has MaxResults. The token is the position of the next
 * page.
 *
 * @throws AwsError InvalidParameterValue, InvalidNextToken
 */
export function pageOf<T>(
  all: readonly T[],
  { MaxResults, NextToken }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): { items: T[]; NextToken?: string } {
  checkSize(MaxResults)
  const invalid = new AwsError('InvalidNextToken', 'The specified NextToken is invalid.')
  const start = placeOf(NextToken, invalid)
  if (start > all.length) throw invalid
  const { items, next } = page(all, start, MaxResults ?? all.length)
  return { items, NextToken: next?.toString() }
}

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html: "Minimum value of 5. Maximum value of 1000."
function checkSize(size: number | undefined): void {
  if (size === undefined || (size >= 5 && size <= 1000)) return
  const expected = size < 5 ? 'greater than or equal to 5' : 'less than or equal to 1000'
  throw new AwsError(
    'InvalidParameterValue',
    `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${expected}.`,
  )
}
