import { AwsError } from '../../aws-error.ts'

/**
 * One page of a Describe call: all of it, unless the request has MaxResults. The token is the place of the next one.
 *
 * @throws AwsError InvalidParameterValue, InvalidNextToken
 */
export function page<T>(
  items: readonly T[],
  input: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): { items: T[]; NextToken?: string } {
  const limit = input.MaxResults ?? items.length
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html: "Minimum value of 5. Maximum value of 1000."
  if (input.MaxResults !== undefined && (limit < 5 || limit > 1000)) {
    const expected = limit < 5 ? 'greater than or equal to 5' : 'less than or equal to 1000'
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${limit} ) for parameter maxResults is invalid. Expecting a value ${expected}.`,
    )
  }
  const start = input.NextToken === undefined ? 0 : Number(input.NextToken)
  if (!Number.isInteger(start) || start < 0 || start > items.length) {
    throw new AwsError('InvalidNextToken', 'The specified NextToken is invalid.')
  }
  const end = start + limit
  return { items: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) }
}
