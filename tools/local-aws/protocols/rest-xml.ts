import { XmlCodec } from '@aws-sdk/core/protocols'
import { XmlNode } from '@aws-sdk/xml-builder'
import type { BodyCodec } from './http-bindings.ts'
import { decodeBindings, encodeBindings } from './http-bindings.ts'
import type { Protocol } from './protocol.ts'
import { findRoute } from './rest-routes.ts'

const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

function xmlBody(xmlNamespace: string): BodyCodec {
  const settings = {
    httpBindings: true,
    xmlNamespace,
    serviceNamespace: '',
    timestampFormat: { useTrait: true, default: 5 as const },
  }
  return {
    contentType: 'application/xml',
    read: async (schema, bytes) => new XmlCodec(settings).createDeserializer().read(schema, bytes),
    write: (schema, value) => {
      const serializer = new XmlCodec(settings).createSerializer()
      serializer.write(schema, value)
      return xmlDeclaration + serializer.flush()
    },
  }
}

/** https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html, as S3 speaks it. */
export const restXml: Protocol = {
  route: async (model, request) => findRoute(model, request),
  decode: async (model, route, request) =>
    decodeBindings(model.operation(route.operationName)!, route, request, xmlBody(model.xmlNamespace)),
  encode: (model, operationName, output, requestId) => {
    const response = encodeBindings(model.operation(operationName)!, output, xmlBody(model.xmlNamespace))
    response.headers['x-amz-request-id'] = requestId
    return response
  },
  encodeError: (_model, error, requestId) => {
    const node = new XmlNode('Error')
    const members = {
      Code: error.code,
      Message: error.message,
      ...error.details,
      RequestId: requestId,
      HostId: 'local-aws',
    }
    for (const [name, value] of Object.entries(members)) node.addChildNode(XmlNode.of(name, String(value)))
    return {
      statusCode: error.statusCode,
      headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
      // A 304 has no body by HTTP; clients read the code from the status.
      ...(error.statusCode !== 304 && { body: xmlDeclaration + node.toString() }),
    }
  },
}
