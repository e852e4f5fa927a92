import { XmlNode } from '@aws-sdk/xml-builder'
import { AwsError } from '../aws-error.ts'
import type { Protocol } from './protocol.ts'
import { query, readForm, writeXml } from './query.ts'
import type { QueryDialect } from './query-members.ts'
import { decodeQueryMembers } from './query-members.ts'
import { readable, withReferences } from './xml-text.ts'

const dialect: QueryDialect = {
  memberName: (name, schema) => {
    const { ec2QueryName, xmlName } = schema.getMergedTraits() as { ec2QueryName?: string; xmlName?: string }
    const key = xmlName ?? name
    return ec2QueryName ?? key.charAt(0).toUpperCase() + key.slice(1)
  },
  flatLists: true,
}

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html: no result element, lists without `.member.`. */
export const ec2Query: Protocol = {
  route: query.route,
  decode: async (model, route, request) =>
    decodeQueryMembers(model.operation(route.operationName)!.input, await readForm(request), dialect),
  encode: (model, operationName, output, requestId) => {
    const { rawOutput } = model.operation(operationName)!
    const [names, members] = Array.isArray(rawOutput) ? [rawOutput[4], rawOutput[5]] : [[], []]
    const schema = [3, 'aws.query', `${operationName}Response`, 0, ['requestId', ...names], [0, ...members]]
    return {
      statusCode: 200,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
      body: writeXml(model, schema, { requestId, ...output }),
    }
  },
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  malformed: error =>
    error.part === 'value' ? new AwsError('InvalidParameterValue', error.message) : query.malformed(error),
  encodeError: (_model, error, requestId) => {
    const detail = new XmlNode('Error')
    detail.addChildNode(XmlNode.of('Code', error.code))
    detail.addChildNode(XmlNode.of('Message', readable(error.message)))
    const errors = new XmlNode('Errors')
    errors.addChildNode(detail)
    const response = new XmlNode('Response')
    response.addChildNode(errors)
    response.addChildNode(XmlNode.of('RequestID', requestId))
    return {
      statusCode: error.statusCode,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
      body: withReferences(response.toString()),
    }
  },
}
