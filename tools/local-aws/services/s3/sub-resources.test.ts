import { HeadBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import t from 'tap'
import { rawRequest, startS3 } from './s3-fixture.ts'

// All of these answers are in https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py (September 2026).

const { aws, client } = await startS3(t as never)

async function refusal(method: string, path: string) {
  const { statusCode, headers, body } = await rawRequest(aws, method, path)
  const [, code, message, members] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>(.*)<RequestId>/.exec(body) ?? []
  return { statusCode, code, message, members, allow: headers.allow }
}

t.test('a method that a resource does not have is refused before the bucket, with those that it has', async t => {
  for (const [method, path, type, allow] of [
    ['PUT', '/', 'SERVICE', 'GET'],
    ['PATCH', '/?acl', 'SERVICE', 'GET'],
    ['PATCH', '/none', 'BUCKET', undefined],
    ['PATCH', '/none/k', 'OBJECT', undefined],
    ['POST', '/none/k', 'OBJECT', undefined],
    ['PUT', '/none?location', 'LOCATION', 'GET'],
    ['PUT', '/none/k?location', 'LOCATION', 'GET'],
    ['GET', '/none?delete', 'MULTI_OBJECT_DELETE', 'POST'],
    ['DELETE', '/none?versioning', 'VERSIONING', 'GET, PUT'],
    ['POST', '/none/k?tagging', 'OBJECT_TAGGING', 'DELETE, GET, PUT'],
    ['GET', '/none/k?partNumber=1&uploadId=u', 'PART', 'PUT'],
    ['DELETE', '/none?metadataJournalTable', 'BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION', 'PUT'],
  ] as const)
    t.same(
      await refusal(method, path),
      {
        statusCode: 405,
        code: 'MethodNotAllowed',
        message: 'The specified method is not allowed against this resource.',
        members: `<Method>${method}</Method><ResourceType>${type}</ResourceType>`,
        allow,
      },
      `${method} ${path}`,
    )
  for (const path of ['/none?location', '/none/k?acl', '/shelf?versioning'])
    t.equal((await rawRequest(aws, 'HEAD', path)).statusCode, 405, 'no sub-resource has a HEAD')
  t.equal((await rawRequest(aws, 'DELETE', '/shelf?versioning')).statusCode, 405)
  await t.resolves(client.send(new HeadBucketCommand({ Bucket: 'shelf' })), 'the bucket is not deleted')
})

t.test('two sub-resources conflict, in the order of their names', async t => {
  for (const [method, path, names, first] of [
    ['GET', '/none?versioning&acl', 'acl, versioning', 'acl'],
    ['PATCH', '/shelf?location&uploads', 'location, uploads', 'location'],
    ['GET', '/none/k?uploads&acl', 'acl, uploads', 'acl'],
    ['GET', '/none/k?partNumber=abc&tagging', 'partNumber, tagging', 'partNumber'],
  ] as const)
    t.match(
      await refusal(method, path),
      {
        statusCode: 400,
        code: 'InvalidArgument',
        message: `Conflicting query string parameters: ${names}`,
        members: `<ArgumentName>ResourceType</ArgumentName><ArgumentValue>${first}</ArgumentValue>`,
      },
      path,
    )
})

t.test('the number of a part needs a key, and to write also an upload', async t => {
  for (const method of ['GET', 'DELETE', 'PATCH'])
    t.match(await refusal(method, '/none?partNumber=abc'), {
      statusCode: 400,
      code: 'InvalidRequest',
      message: 'Object must have a valid key name.',
    })
  // https://github.com/versity/versitygw/issues/1237
  t.match(await refusal('PUT', '/shelf/k?partNumber=1'), {
    statusCode: 400,
    message: 'This operation does not accept partNumber without uploadId',
    members: '<ArgumentName>partNumber</ArgumentName><ArgumentValue>partNumber</ArgumentValue>',
  })
})

t.test('a POST to a bucket must be a form', async t => {
  const { statusCode, code, members } = await refusal('POST', '/none')
  t.same([statusCode, code], [412, 'PreconditionFailed'])
  t.equal(members, '<Condition>Bucket POST must be of the enclosure-type multipart/form-data</Condition>')
})

t.test('a parameter that selects nothing is ignored, and one of the bucket is answered at a key', async t => {
  await client.send(new PutObjectCommand({ Bucket: 'shelf', Key: 'k', Body: 'x' }))
  for (const query of ['?foo=bar', '?x-id=ListObjects', '?Versioning'])
    t.match((await rawRequest(aws, 'GET', `/shelf${query}`)).body, '<ListBucketResult')
  for (const path of ['/shelf/k?location', '/shelf/none?location'])
    t.match((await rawRequest(aws, 'GET', path)).body, '<LocationConstraint')
  t.equal((await rawRequest(aws, 'GET', '/shelf/k?metrics')).body, 'x', 'the bucket has that one alone')
})
