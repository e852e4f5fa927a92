import { XmlCodec } from '@aws-sdk/core/protocols'
import { XmlNode } from '@aws-sdk/xml-builder'
import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../aws-error.ts'
import type { BodyCodec } from './http-bindings.ts'
import { decodeBindings, encodeBindings } from './http-bindings.ts'
import { MalformedRequest } from './malformed-request.ts'
import { checkTypes, type WireTypes } from './member-types.ts'
import type { Protocol } from './protocol.ts'
import { findRoute } from './rest-routes.ts'
import { withReferences } from './xml-text.ts'

const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

type XmlSettings = ConstructorParameters<typeof XmlCodec>[0]

function xmlBody(xmlNamespace: string): BodyCodec {
  const settings = {
    httpBindings: true,
    xmlNamespace,
    serviceNamespace: '',
    timestampFormat: { useTrait: true, default: 5 as const },
  }
  return {
    contentType: 'application/xml',
    read: (schema, bytes) => parsed(schema, bytes, settings),
    write: (schema, value) => {
      const serializer = new XmlCodec(settings).createSerializer()
      serializer.write(schema, value)
      return xmlDeclaration + withReferences(serializer.flush() as string)
    },
  }
}

const xmlTypes: WireTypes = {
  nameOf: name => name,
  isBlob: value => value instanceof Uint8Array,
  isTimestamp: value => value instanceof Date && !Number.isNaN(value.getTime()),
}

async function parsed(schema: NormalizedSchema, bytes: Uint8Array, settings: XmlSettings): Promise<unknown> {
  try {
    checkRoot(schema, new TextDecoder().decode(bytes))
    const value: unknown = await new XmlCodec(settings).createDeserializer().read(schema, bytes)
    checkTypes(schema, value, xmlTypes)
    return value
  } catch (cause) {
    throw new MalformedRequest('body', 'The request body is not the XML that the operation takes.', cause)
  }
}

/** Refuses a document whose root has another name than the operation's, even if its members fit. */
function checkRoot(schema: NormalizedSchema, xml: string): void {
  const [, root] = /^\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:[\w.-]+:)?([\w.-]+)/s.exec(xml) ?? []
  const expected = schema.getMergedTraits().xmlName ?? schema.getName()
  if (root !== expected) throw new Error(`The root element is ${root}, not ${expected}.`)
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const malformations = {
  path: ['InvalidURI', "Couldn't parse the specified URI."],
  body: ['MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema'],
  value: ['InvalidArgument', 'Invalid Argument'],
  size: ['MaxMessageLengthExceeded', 'Your request was too large.'],
} as const

/** https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html, in S3's variant. */
export const restXml: Protocol = {
  route: async (model, request) => findRoute(model, request),
  decode: async (model, route, request) =>
    decodeBindings(model.operation(route.operationName)!, route, request, xmlBody(model.xmlNamespace)),
  encode: (model, operationName, output, requestId) => {
    const response = encodeBindings(model.operation(operationName)!, output, xmlBody(model.xmlNamespace))
    response.headers['x-amz-request-id'] = requestId
    return response
  },
  malformed: ({ part, message }) => {
    const [code, sentence] = malformations[part]
    return new AwsError(code, part === 'value' ? message : sentence)
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
      // In HTTP a 304 has no body; clients derive the code from the status.
      ...(error.statusCode !== 304 && { body: xmlDeclaration + withReferences(node.toString()) }),
    }
  },
}
