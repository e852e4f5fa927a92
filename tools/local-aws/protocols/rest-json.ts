import { JsonCodec } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { BodyCodec } from './http-bindings.ts'
import { decodeBindings, encodeBindings } from './http-bindings.ts'
import type { Protocol } from './protocol.ts'
import { findRoute } from './rest-routes.ts'

const jsonSettings = { jsonName: true, httpBindings: true, timestampFormat: { useTrait: true, default: 7 as const } }

export const jsonBody: BodyCodec = {
  contentType: 'application/json',
  read: async (schema, bytes) =>
    new JsonCodec(jsonSettings).createDeserializer().read(schema, new TextDecoder().decode(bytes)),
  write: (schema: NormalizedSchema, value) => {
    const serializer = new JsonCodec(jsonSettings).createSerializer()
    serializer.write(schema, value)
    return serializer.flush()
  },
}

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson: Protocol = {
  route: async (model, request) => findRoute(model, request),
  decode: async (model, route, request) =>
    decodeBindings(model.operation(route.operationName)!, route, request, jsonBody),
  encode: (model, operationName, output, requestId) => {
    const response = encodeBindings(model.operation(operationName)!, output, jsonBody)
    response.headers['x-amzn-requestid'] = requestId
    return response
  },
  // Lambda spells it `Message`, API Gateway `message`, EFS adds `ErrorCode`; clients read whichever their model names.
  encodeError: (_model, error, requestId) => ({
    statusCode: error.statusCode,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code, 'x-amzn-requestid': requestId },
    body: JSON.stringify({ Message: error.message, message: error.message, ErrorCode: error.code, ...error.details }),
  }),
}
