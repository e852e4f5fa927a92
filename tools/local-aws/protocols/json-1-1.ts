import { AwsError } from '../aws-error.ts'
import { readBody } from './exchange.ts'
import type { Protocol } from './protocol.ts'
import { jsonBody, malformedJsonRequest } from './rest-json.ts'

const contentType = 'application/x-amz-json-1.1'

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html: the operation is named in `X-Amz-Target`. */
export const json11: Protocol = {
  route: async (model, request) => {
    const [prefix, operationName, ...rest] = request.headers['x-amz-target']?.split('.') ?? []
    const known = operationName && prefix === model.targetPrefix && rest.length === 0 && model.operation(operationName)
    // A target of another service is not an operation of this one, even if it has the same name.
    // https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#protocol-behaviors
    if (!known) throw new AwsError('UnknownOperationException', '')
    return { operationName, labels: {} }
  },
  decode: async (model, route, request) => {
    const bytes = await readBody(request)
    const input = model.operation(route.operationName)!.input
    return bytes.length > 0 ? ((await jsonBody.read(input, bytes)) as Record<string, unknown>) : {}
  },
  encode: (model, operationName, output, requestId) => {
    const { output: schema } = model.operation(operationName)!
    return {
      statusCode: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: schema.isStructSchema() ? jsonBody.write(schema, output) : '',
    }
  },
  malformed: malformedJsonRequest,
  encodeError: (_model, error, requestId) => ({
    statusCode: error.statusCode,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.details }),
  }),
}
