import { AwsError } from '../../../aws-error.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextToken?: string
}

/** CloudFormation chooses the size of its pages itself; a token says where the next one begins. */
export function page<T>(items: readonly T[], token: string | undefined, size = 100): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(start) || start < 0) throw new AwsError('ValidationError', 'Invalid NextToken')
  const end = start + size
  const nextToken = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined
  return { items: items.slice(start, end), ...(nextToken && { nextToken }) }
}
