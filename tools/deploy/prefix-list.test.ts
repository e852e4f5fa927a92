import { EC2ServiceException } from '@aws-sdk/client-ec2'
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { deploymentMark, markDeployment } from './deployment-mark.ts'
import { findS3PrefixList } from './prefix-list.ts'

const consequence =
  'the functions may then connect to port 443 anywhere, which reaches no further than S3, because their subnets have ' +
  'no other route.'

function find(answer: object) {
  const { connection, asked } = stubAws({ DescribeManagedPrefixLists: answer })
  const notices: string[] = []
  const progress = { notice: (text: string) => void notices.push(text) } as never
  return { id: findS3PrefixList(connection, progress), notices, asked }
}

t.test('the prefix list of S3 is found by the name of the Region', async t => {
  const { id, notices, asked } = find({ PrefixLists: [{ PrefixListId: 'pl-1' }] })
  t.equal(await id, 'pl-1')
  t.same(notices, [])
  const Filters = [{ Name: 'prefix-list-name', Values: ['com.amazonaws.eu-central-1.s3'] }]
  t.same(asked, [['DescribeManagedPrefixLists', { Filters }]])
})

t.test('a prefix list that is unknown costs a notice, and another error stays what it is', async t => {
  for (const answer of [{ PrefixLists: [] }, {}]) {
    const none = find(answer)
    t.equal(await none.id, '')
    t.same(none.notices, [`There is no prefix list com.amazonaws.eu-central-1.s3; ${consequence}`])
  }
  const error = (name: string) => new EC2ServiceException({ name, message: name, $fault: 'client', $metadata: {} })
  const refused = find(error('UnauthorizedOperation'))
  t.equal(await refused.id, '')
  t.same(refused.notices, [`ec2:DescribeManagedPrefixLists is not allowed; ${consequence}`])
  await t.rejects(find(error('RequestLimitExceeded')).id, { name: 'RequestLimitExceeded' })
})

t.test('a deployment leaves a mark in the bucket, which another one changes', async t => {
  const s3Error = (httpStatusCode: number) =>
    new S3ServiceException({ name: 'x', message: 'x', $fault: 'client', $metadata: { httpStatusCode } })
  const place = { Bucket: 'artifacts', Key: 'last-deployment.json', ExpectedBucketOwner: '1' }
  const { connection, asked } = stubAws({ HeadObject: { ETag: '"a"' }, PutObject: {} })
  const s3 = connection.clients.get(S3Client)
  await markDeployment(s3, 'artifacts', '1')
  t.equal(await deploymentMark(s3, 'artifacts', '1'), '"a"')
  t.match(asked, [
    ['PutObject', { ...place, ContentType: 'application/json', Body: /^\{"startedAt":"\d{4}-.*Z"\}$/ }],
    ['HeadObject', place],
  ])
  const markAfter = (HeadObject: Error) =>
    deploymentMark(stubAws({ HeadObject }).connection.clients.get(S3Client), 'b', '1')
  t.equal(await markAfter(s3Error(404)), undefined)
  await t.rejects(markAfter(s3Error(403)), { name: 'x' })
})
