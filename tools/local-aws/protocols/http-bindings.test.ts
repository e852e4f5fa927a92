import { Readable } from 'node:stream'
import * as apiGateway from '@aws-sdk/client-api-gateway'
import * as lambda from '@aws-sdk/client-lambda'
import * as s3 from '@aws-sdk/client-s3'
import t from 'tap'
import { decodeBindings, encodeBindings } from './http-bindings.ts'
import { jsonBody, malformedJsonRequest, restJson } from './rest-json.ts'
import { restXml } from './rest-xml.ts'
import { ServiceModel } from './service-model.ts'

const models = {
  apiGateway: new ServiceModel(apiGateway, ''),
  lambda: new ServiceModel(lambda, ''),
  s3: new ServiceModel(s3, 'http://s3.amazonaws.com/doc/2006-03-01/'),
}
const encoded = (service: keyof typeof models, operation: string, output: object) => {
  const { statusCode, headers, body } = encodeBindings(models[service].operation(operation)!, output, jsonBody)
  return [statusCode, headers, body]
}
const decoded = (
  service: keyof typeof models,
  operation: string,
  {
    labels = {},
    query = '',
    headers = {},
    body = '',
  }: { labels?: Record<string, string>; query?: string; headers?: Record<string, string>; body?: string },
) =>
  decodeBindings(
    models[service].operation(operation)!,
    { operationName: operation, labels },
    { method: '', path: '', query: new URLSearchParams(query), headers, body: Readable.from([Buffer.from(body)]) },
    jsonBody,
  )

t.test('members of an output go to the status, the headers or the body', t => {
  const json = { 'content-type': 'application/json' }
  t.same(encoded('s3', 'PutObject', { ETag: '"e"', Size: 5 }), [
    200,
    { etag: '"e"', 'x-amz-object-size': '5' },
    undefined,
  ])
  const head = { Metadata: { M: '1' }, ContentLength: 5, LastModified: new Date(0), DeleteMarker: true, ETag: null }
  const headers = {
    'x-amz-meta-M': '1',
    'content-length': '5',
    'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
    'x-amz-delete-marker': 'true',
  }
  t.same(encoded('s3', 'HeadObject', head), [200, headers, undefined])
  t.same(encoded('s3', 'GetObject', {}), [200, {}, undefined], 'a missing payload is no empty structure')
  const payload = Buffer.from('p')
  const invoked = { StatusCode: 202, FunctionError: 'Unhandled', Payload: payload }
  t.same(encoded('lambda', 'Invoke', invoked), [202, { 'x-amz-function-error': 'Unhandled' }, payload])
  t.same(encoded('lambda', 'Invoke', { StatusCode: 204 }), [204, {}, undefined])
  t.same(encoded('lambda', 'GetPolicy', { Policy: 'p' }), [200, json, '{"Policy":"p"}'])
  t.same(encoded('lambda', 'GetPolicy', {}), [200, json, '{}'])
  t.same(encoded('lambda', 'TagResource', {}), [204, {}, undefined])
  t.same(encoded('apiGateway', 'DeleteRestApi', {}), [202, {}, undefined])
  t.same(encoded('apiGateway', 'GetDeployment', { createdDate: new Date(1500) }), [200, json, '{"createdDate":1.5}'])
  t.same(encoded('s3', 'GetBucketPolicyStatus', { PolicyStatus: { IsPublic: true } }), [200, json, '{"IsPublic":true}'])
  t.same(encoded('s3', 'GetBucketPolicy', { Policy: 'text' }), [200, {}, 'text'])
  t.end()
})

t.test('members of an input come from the path, the query, the headers or the body', async t => {
  const put = {
    labels: { Bucket: 'b', Key: 'k' },
    headers: { 'x-amz-meta-a': '1', 'x-amz-meta-b': '', 'content-length': '5', 'if-match': 'e', other: 'x' },
  }
  const { Body, ...object } = await decoded('s3', 'PutObject', put)
  t.ok(Body instanceof Readable)
  t.same(object, { Bucket: 'b', Key: 'k', Metadata: { a: '1', b: '' }, ContentLength: 5, IfMatch: 'e' })
  const modified = {
    labels: { Bucket: 'b', Key: 'k' },
    headers: { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:05 GMT' },
  }
  t.same((await decoded('s3', 'GetObject', modified)).IfModifiedSince, new Date(5000))
  t.same(await decoded('s3', 'GetObject', { query: 'partNumber=2&response-content-type=a' }), {
    PartNumber: 2,
    ResponseContentType: 'a',
  })
  t.same(await decoded('s3', 'PutBucketPolicy', { body: 'é' }), { Policy: 'é' })
  t.same(await decoded('apiGateway', 'GetResources', { query: 'embed=a&embed=b&limit=3' }), {
    embed: ['a', 'b'],
    limit: 3,
  })
  t.same(await decoded('lambda', 'ListTags', { labels: { Resource: 'arn' } }), { Resource: 'arn' })
  t.same(await decoded('lambda', 'Invoke', { body: 'p' }), { Payload: Buffer.from('p') })
  const body = '{"Timeout":3,"Unknown":1,"Description":null}'
  t.same(await decoded('lambda', 'UpdateFunctionConfiguration', { labels: { FunctionName: 'f' }, body }), {
    FunctionName: 'f',
    Timeout: 3,
  })
  for (const empty of ['', 'null', '{}']) t.same(await decoded('lambda', 'CreateFunction', { body: empty }), {}, empty)
  for (const [query, wanted] of [
    ['MaxItems=x', 'a number'],
    ['MaxItems=', 'a number'],
    ['MaxItems=0x10', 'a number'],
  ] as const)
    await t.rejects(decoded('lambda', 'ListFunctions', { query }), {
      part: 'value',
      message: new RegExp(`for parameter MaxItems is invalid\\. It must be ${wanted}\\.$`),
    })
  const bypass = (value: string) =>
    decoded('s3', 'DeleteObject', { headers: { 'x-amz-bypass-governance-retention': value } })
  t.same(await bypass('true'), { BypassGovernanceRetention: true })
  await t.rejects(bypass('yes'), { part: 'value', message: /It must be true or false\.$/ })
  await t.rejects(decoded('s3', 'GetObject', { headers: { 'if-modified-since': 'now' } }), {
    message: /It must be a timestamp\.$/,
  })
})

t.test('a JSON value of another type than its member’s is malformed', async t => {
  const read = (operation: string, value: unknown, service: keyof typeof models = 'lambda') =>
    jsonBody.read(models[service].operation(operation)!.input, Buffer.from(JSON.stringify(value)))
  for (const [value, words] of [
    [{ Timeout: '3' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ Timeout: true }, 'TRUE_VALUE can not be converted to an Integer'],
    [{ Description: 3 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ Publish: 1 }, 'NUMBER_VALUE can not be converted to a Boolean'],
    [{ Code: { ZipFile: 1 } }, 'NUMBER_VALUE can not be converted to a Blob'],
    [{ Code: 'x' }, 'STRING_VALUE can not be converted to a structure'],
    [{ Tags: 'x' }, 'STRING_VALUE can not be converted to a map'],
    [{ Layers: 'x' }, 'STRING_VALUE can not be converted to a list'],
    [{ Layers: {} }, 'Start of structure or map found where not expected.'],
    [{ Tags: [] }, 'Start of list found where not expected'],
    [{ Layers: [null] }, 'A list or map has a null.'],
    [{ Tags: { a: null } }, 'A list or map has a null.'],
  ] as const)
    await t.rejects(read('CreateFunction', value), { part: 'value', message: words }, words)
  const given = {
    FunctionName: null,
    Layers: ['l'],
    Tags: { a: 'b' },
    Code: { ZipFile: 'aGk=' },
    Publish: false,
    Other: 1,
  }
  t.match(await read('CreateFunction', given), { Layers: ['l'], Tags: { a: 'b' }, Publish: false })
  await t.rejects(jsonBody.read(models.lambda.operation('Invoke')!.input, Buffer.from('{')), {
    part: 'body',
    message: 'The request body is not valid JSON.',
  })
  for (const [part, code, status] of [
    ['size', 'RequestEntityTooLargeException', 413],
    ['path', 'MalformedHttpRequestException', 400],
    ['body', 'SerializationException', 400],
    ['value', 'SerializationException', 400],
  ] as const)
    t.match(malformedJsonRequest({ part, message: 'm' } as never), { code, statusCode: status, message: 'm' })
})

t.test('errors have the form of their protocol', t => {
  const error = { code: 'Code', message: 'words', statusCode: 400, details: { Detail: 'd' } } as never
  const { statusCode, headers, body } = restJson.encodeError(models.lambda, error, 'r')
  t.same(
    [statusCode, headers],
    [400, { 'content-type': 'application/json', 'x-amzn-errortype': 'Code', 'x-amzn-requestid': 'r' }],
  )
  const members = { Message: 'words', message: 'words', ErrorCode: 'Code', Type: 'User', Detail: 'd' }
  t.same(JSON.parse(body as string), members)
  const inside = restJson.encodeError(models.lambda, { ...(error as object), statusCode: 500 } as never, 'r')
  t.equal(JSON.parse(inside.body as string).Type, 'Service')
  const xml = restXml.encodeError(models.s3, error, 'r')
  t.same(xml.headers, { 'content-type': 'application/xml', 'x-amz-request-id': 'r' })
  t.equal(
    xml.body,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>Code</Code><Message>words</Message><Detail>d</Detail><RequestId>r</RequestId><HostId>local-aws</HostId></Error>',
  )
  t.notOk('body' in restXml.encodeError(models.s3, { ...(error as object), statusCode: 304 } as never, 'r'))
  for (const [part, code] of [
    ['path', 'InvalidURI'],
    ['body', 'MalformedXML'],
    ['value', 'InvalidArgument'],
    ['size', 'MaxMessageLengthExceeded'],
  ] as const)
    t.match(restXml.malformed({ part, message: 'm' } as never), { code, statusCode: 400 })
  t.equal(restXml.malformed({ part: 'value', message: 'm' } as never).message, 'm')
  t.end()
})

t.test('the operation with the most literal parts and required members is chosen', async t => {
  const route = async (service: keyof typeof models, method: string, url: string, headers = {}) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    const request = { method, path: pathname, query: searchParams, headers, body: Readable.from([]) }
    const found = await (service === 's3' ? restXml : restJson).route(models[service], request)
    return found && [found.operationName, found.labels]
  }
  for (const [method, url, operation, labels] of [
    ['GET', '/k', 'GetObject', { Key: 'k' }],
    ['GET', '/a%2Fb%20c', 'GetObject', { Key: 'a/b c' }],
    ['GET', '/k?uploadId=u', 'ListParts', { Key: 'k' }],
    ['GET', '/k?tagging', 'GetObjectTagging', { Key: 'k' }],
    ['PUT', '/k?partNumber=1&uploadId=u', 'UploadPart', { Key: 'k' }],
    ['POST', '/k?uploads', 'CreateMultipartUpload', { Key: 'k' }],
    ['POST', '/k?uploadId=u', 'CompleteMultipartUpload', { Key: 'k' }],
    ['GET', '/?list-type=2', 'ListObjectsV2', {}],
    ['GET', '/?list-type=1', 'ListBuckets', {}],
  ] as const)
    t.match((await route('s3', method, url)) ?? [], [operation, labels], `${method} ${url}`)
  t.match(await route('s3', 'PUT', '/k', { 'x-amz-copy-source': 's' }), ['CopyObject'])
  t.match(await route('s3', 'PUT', '/k?partNumber=1&uploadId=u', { 'x-amz-copy-source': 's' }), ['UploadPartCopy'])
  t.same(await route('lambda', 'GET', '/2015-03-31/functions/f/'), ['GetFunction', { FunctionName: 'f' }])
  // It lacks TagKeys, which the check of required members tells.
  t.match(await route('lambda', 'DELETE', '/2017-03-31/tags/arn'), ['UntagResource'])
  t.equal(await route('s3', 'POST', '/k'), undefined, 'S3 has other methods')
  for (const [method, url] of [
    ['GET', '/2015-03-31/functions/f/nothing'],
    ['PATCH', '/2015-03-31/functions/f'],
    ['GET', '/2015-03-31'],
    ['GET', '/2015-03-31/functions//configuration'],
  ] as const)
    t.equal(await route('lambda', method, url), undefined, `${method} ${url}`)
  await t.rejects(route('lambda', 'GET', '/2015-03-31/functions/%zz'), { part: 'path', message: /percent-encoded/ })
})
