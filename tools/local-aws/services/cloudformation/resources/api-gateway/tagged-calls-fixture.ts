import { NotFoundException } from '@aws-sdk/client-api-gateway'

/** A template's tags, the calls that replace them by the stack's, and the answer for what is gone. For tests only. */
export const gone = new NotFoundException({ $metadata: {}, message: 'gone' })
export const own = { Tags: [{ Key: 'own', Value: 'tag' }] }
export const retagged = (path: string) => {
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${path}`
  return [
    ['apiGateway.UntagResource', { resourceArn, tagKeys: ['own'] }],
    ['apiGateway.TagResource', { resourceArn, tags: { of: 'stack' } }],
  ]
}
