import { Readable } from 'node:stream'
import type { Protocol } from '../../protocols/protocol.ts'
import { restXml } from '../../protocols/rest-xml.ts'
import { checkedDocument, takesCheckedDocument } from './content/checked-document.ts'
import { readListingQuery } from './listing-query.ts'
import { readObjectQuery } from './object-query.ts'
import { S3Error } from './s3-errors.ts'
import { withOneSubResource } from './sub-resources.ts'

/** Answers without content, which the model does not declare as such: recorded/s3.yaml. */
const withoutContent: ReadonlySet<string> = new Set(['PutBucketTagging'])

/** REST-XML with the few deviations of S3 from its own model. */
export const s3Protocol: Protocol = {
  ...restXml,
  route: async (model, original) => {
    const request = withOneSubResource(original)
    if (request.path === '') return { operationName: 'ListBuckets', labels: {} }
    const route = await restXml.route(model, request)
    // Without the header that it requires, the request has the form of a GetObject.
    if (route?.operationName === 'GetObject' && request.query.has('attributes'))
      return { ...route, operationName: 'GetObjectAttributes' }
    // Both are `GET /`; the service's own root was already recognised above.
    return route?.operationName === 'ListBuckets' ? { ...route, operationName: 'ListObjects' } : route
  },
  decode: async (model, route, original) => {
    const request = readObjectQuery(route.operationName, readListingQuery(route.operationName, original))
    if (!takesCheckedDocument(route.operationName)) return restXml.decode(model, route, request)
    const bytes = await checkedDocument(request)
    return restXml.decode(model, route, { ...request, body: Readable.from([bytes]), holds: undefined })
  },
  encode: (model, operationName, output, requestId) => {
    if (operationName === 'GetBucketLocation') return unwrappedLocation(output, requestId)
    const response = restXml.encode(model, operationName, output, requestId)
    if (withoutContent.has(operationName)) return { ...response, statusCode: 204 }
    // The model has no member for the status of a partial answer.
    return 'ContentRange' in output ? { ...response, statusCode: 206 } : response
  },
  encodeError: (model, error, requestId) => {
    const response = restXml.encodeError(model, error, requestId)
    return error instanceof S3Error ? { ...response, headers: { ...response.headers, ...error.headers } } : response
  },
}

/** The only answer whose root element is the value (the trait s3UnwrappedXmlOutput). */
function unwrappedLocation(output: { LocationConstraint?: string }, requestId: string) {
  const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
  const region = output.LocationConstraint
  const element = region
    ? `<LocationConstraint ${xmlns}>${region}</LocationConstraint>`
    : `<LocationConstraint ${xmlns}/>`
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${element}`,
  }
}
