import { JsonCodec } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../aws-error.ts'
import type { BodyCodec } from './http-bindings.ts'
import { decodeBindings, encodeBindings } from './http-bindings.ts'
import { MalformedRequest } from './malformed-request.ts'
import { checkTypes, type WireTypes } from './member-types.ts'
import type { Protocol } from './protocol.ts'
import { findRoute } from './rest-routes.ts'

const jsonSettings = { jsonName: true, httpBindings: true, timestampFormat: { useTrait: true, default: 7 as const } }

const jsonTypes: WireTypes = {
  nameOf: (name, schema) => schema.getMergedTraits().jsonName ?? name,
  isBlob: value => typeof value === 'string',
  isTimestamp: value => typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value))),
}

export const jsonBody: BodyCodec = {
  contentType: 'application/json',
  read: async (schema, bytes) => {
    const text = new TextDecoder().decode(bytes)
    const value = parsed(text)
    // A null member counts as missing, and so does a null body.
    if (value === null) return {}
    checkTypes(schema, value, jsonTypes)
    return new JsonCodec(jsonSettings).createDeserializer().read(schema, text)
  },
  write: (schema: NormalizedSchema, value) => {
    const serializer = new JsonCodec(jsonSettings).createSerializer()
    serializer.write(schema, value)
    return serializer.flush()
  },
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MalformedRequest('body', 'The request body is not valid JSON.', cause)
  }
}

/** https://github.com/fluent/fluent-bit/pull/4143 has AWS's answer to a body that is not JSON. */
export function malformedJsonRequest({ part, message }: MalformedRequest): AwsError {
  if (part === 'size') return new AwsError('RequestEntityTooLargeException', message, 413)
  // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
  if (part === 'path') return new AwsError('MalformedHttpRequestException', message)
  return new AwsError('SerializationException', message)
}

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson: Protocol = {
  route: async (model, request) => findRoute(model, request, { mayLackMembers: true }),
  decode: async (model, route, request) =>
    decodeBindings(model.operation(route.operationName)!, route, request, jsonBody),
  encode: (model, operationName, output, requestId) => {
    const response = encodeBindings(model.operation(operationName)!, output, jsonBody)
    response.headers['x-amzn-requestid'] = requestId
    return response
  },
  malformed: malformedJsonRequest,
  // Lambda writes `Message` and adds `Type`, API Gateway writes `message`, EFS adds `ErrorCode`; clients read the names
  // of their model. `Type` says who caused the error:
  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
  encodeError: (_model, error, requestId) => ({
    statusCode: error.statusCode,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code, 'x-amzn-requestid': requestId },
    body: JSON.stringify({
      Message: error.message,
      message: error.message,
      ErrorCode: error.code,
      Type: error.statusCode < 500 ? 'User' : 'Service',
      ...error.details,
    }),
  }),
}
