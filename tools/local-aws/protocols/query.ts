import { XmlShapeSerializer } from '@aws-sdk/core/protocols'
import { XmlNode } from '@aws-sdk/xml-builder'
import { AwsError } from '../aws-error.ts'
import type { AwsRequest } from './exchange.ts'
import { readBody } from './exchange.ts'
import type { Protocol } from './protocol.ts'
import type { QueryDialect } from './query-members.ts'
import { decodeQueryMembers } from './query-members.ts'
import type { ServiceModel } from './service-model.ts'
import { readable, withReferences } from './xml-text.ts'

const dialect: QueryDialect = {
  memberName: (name, schema) => schema.getMergedTraits().xmlName ?? name,
  flatLists: false,
}

// The body can be read only once, but both routing and decoding need it.
const formOfRequest = new WeakMap<AwsRequest, URLSearchParams>()

/** Reads the parameters of a form body. GET requests (presigned) have them in the URL. */
export async function readForm(request: AwsRequest): Promise<URLSearchParams> {
  let form = formOfRequest.get(request)
  if (!form) {
    form = new URLSearchParams(new TextDecoder().decode(await readBody(request)))
    for (const [name, value] of request.query) form.append(name, value)
    formOfRequest.set(request, form)
  }
  return form
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const query: Protocol = {
  route: async (_model, request) => {
    const operationName = (await readForm(request)).get('Action')
    return operationName ? { operationName, labels: {} } : undefined
  },
  decode: async (model, route, request) =>
    decodeQueryMembers(model.operation(route.operationName)!.input, await readForm(request), dialect),
  encode: (model, operationName, output, requestId) => ({
    statusCode: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: writeXml(model, responseSchema(model, operationName), {
      [`${operationName}Result`]: output,
      ResponseMetadata: { RequestId: requestId },
    }),
  }),
  malformed: ({ part, message }) =>
    part === 'size' ? new AwsError('RequestEntityTooLarge', message, 413) : new AwsError('MalformedInput', message),
  encodeError: (model, error, requestId) => {
    const node = new XmlNode('ErrorResponse').addAttribute('xmlns', model.xmlNamespace)
    const detail = new XmlNode('Error')
    detail.addChildNode(XmlNode.of('Type', error.statusCode < 500 ? 'Sender' : 'Receiver'))
    detail.addChildNode(XmlNode.of('Code', error.code))
    detail.addChildNode(XmlNode.of('Message', readable(error.message)))
    for (const [name, value] of Object.entries(error.details)) detail.addChildNode(XmlNode.of(name, String(value)))
    node.addChildNode(detail)
    node.addChildNode(XmlNode.of('RequestId', requestId))
    return {
      statusCode: error.statusCode,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: withReferences(node.toString()),
    }
  },
}

/** A synthetic structure `<OperationResponse><OperationResult/><ResponseMetadata/></OperationResponse>`. */
function responseSchema(model: ServiceModel, operationName: string): unknown {
  const { rawOutput } = model.operation(operationName)!
  const metadata = [3, 'aws.query', 'ResponseMetadata', 0, ['RequestId'], [0]]
  const hasResult = Array.isArray(rawOutput)
  return [
    3,
    'aws.query',
    `${operationName}Response`,
    0,
    hasResult ? [`${operationName}Result`, 'ResponseMetadata'] : ['ResponseMetadata'],
    hasResult ? [() => rawOutput, () => metadata] : [() => metadata],
  ]
}

export function writeXml(model: ServiceModel, schema: unknown, value: unknown): string {
  const serializer = new XmlShapeSerializer({
    httpBindings: false,
    xmlNamespace: model.xmlNamespace,
    serviceNamespace: 'aws.query',
    timestampFormat: { useTrait: true, default: 5 },
  })
  serializer.write(schema as never, value)
  return withReferences(serializer.flush() as string)
}
