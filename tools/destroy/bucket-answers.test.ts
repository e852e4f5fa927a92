import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import type { Removal } from './attempt.ts'
import { emptyBucket } from './empty-bucket.ts'
import { objectVersions } from './object-versions.ts'
import { emptyOwnBucket, removeOwnBucket } from './remove-bucket.ts'

const place = { Bucket: 'b', ExpectedBucketOwner: '123456789012' }
const s3Error = (name: string) => new S3ServiceException({ name, message: name, $fault: 'client', $metadata: {} })
const version = (Key: string, day = 1) => ({ Key, VersionId: `v-${Key}`, LastModified: new Date(day) })

/** An S3 that answers each listing with the next page, and then with an empty one. */
function s3Listing(pages: object[], more: Parameters<typeof stubAws>[0] = {}) {
  const { connection, asked } = stubAws({
    ListObjectVersions: () => pages.shift() ?? {},
    DeleteObjects: {},
    ListMultipartUploads: {},
    AbortMultipartUpload: {},
    DeleteBucket: {},
    ...more,
  })
  const { progress, lines } = recordProgress()
  const statuses: string[] = []
  const watched = { ...progress, status: (text: string) => void statuses.push(text) }
  const removal = { connection, progress: watched, removed: [] as object[] } as unknown as Removal
  return { s3: connection.clients.get(S3Client), asked, removal, lines, statuses }
}

t.test('versions and markers are deleted by their ids, page by page, and then the uploads are ended', async t => {
  const uploads = [
    { Uploads: [{ Key: 'c', UploadId: '1' }], IsTruncated: true, NextKeyMarker: 'c', NextUploadIdMarker: '1' },
    { Uploads: [{ Key: 'd', UploadId: '2' }] },
  ]
  const pages = [{ Versions: [version('a')], DeleteMarkers: [version('b')] }, { Versions: [version('e')] }]
  const { s3, asked } = s3Listing(pages, { ListMultipartUploads: () => uploads.shift()! })
  const seen: number[] = []
  t.equal(await emptyBucket(s3, 'b', { owner: '123456789012', onProgress: removed => seen.push(removed) }), 5)
  t.same(seen, [2, 3])
  const objects = (...keys: string[]) => keys.map(Key => ({ Key, VersionId: `v-${Key}` }))
  t.same(asked, [
    ['ListObjectVersions', place],
    ['DeleteObjects', { ...place, Delete: { Objects: objects('a', 'b'), Quiet: true } }],
    ['ListObjectVersions', place],
    ['DeleteObjects', { ...place, Delete: { Objects: objects('e'), Quiet: true } }],
    ['ListObjectVersions', place],
    ['ListMultipartUploads', place],
    ['AbortMultipartUpload', { ...place, Key: 'c', UploadId: '1' }],
    ['ListMultipartUploads', { ...place, KeyMarker: 'c', UploadIdMarker: '1' }],
    ['AbortMultipartUpload', { ...place, Key: 'd', UploadId: '2' }],
  ])
})

t.test('an object that S3 does not delete is an error with its key and the reason', async t => {
  for (const [Errors, message] of [
    [
      [{ Key: 'a', Code: 'AccessDenied', Message: 'Not you.' }],
      'S3 does not delete a in bucket b: AccessDenied Not you.',
    ],
    [[{ Key: 'a', Code: 'InternalError' }], 'S3 does not delete a in bucket b: InternalError '],
  ] as const) {
    const { s3 } = s3Listing([{ Versions: [version('a')] }], { DeleteObjects: { Errors } })
    await t.rejects(emptyBucket(s3, 'b', { owner: '123456789012' }), {
      code: 'OBJECT_NOT_DELETED',
      message,
      nextStep: /^Allow s3:DeleteObject and s3:DeleteObjectVersion on the bucket/,
    })
  }
})

t.test('the times of all versions and markers of a bucket are read, page after page', async t => {
  const next = { IsTruncated: true, NextKeyMarker: 'b', NextVersionIdMarker: '2' }
  const { s3, asked } = s3Listing([
    { Versions: [version('a', 1)], DeleteMarkers: [version('b', 2)], ...next },
    { Versions: [version('c', 3)] },
  ])
  const times: number[] = []
  for await (const time of objectVersions(s3, 'b', '123456789012')) times.push(time.getTime())
  t.same(times, [1, 2, 3])
  t.same(
    asked.map(([, input]) => input),
    [place, { ...place, KeyMarker: 'b', VersionIdMarker: '2' }],
  )
})

t.test('a bucket is emptied and removed, and both are listed', async t => {
  const { s3, asked, removal, lines, statuses } = s3Listing([{ Versions: [version('a'), version('b')] }])
  await removeOwnBucket(s3, 'b', removal)
  t.same(removal.removed, [
    { type: 'objects and uploads', id: '2 in bucket b' },
    { type: 'AWS::S3::Bucket', id: 'b' },
  ])
  t.same([lines, statuses], [['Emptying bucket b'], ['2 objects removed']])
  t.same(asked.at(-1), ['DeleteBucket', place])
  const empty = s3Listing([])
  await emptyOwnBucket(empty.s3, 'b', empty.removal)
  t.same(empty.removal.removed, [], 'nothing was in it')
})

t.test('what was removed before a failure is listed, and a bucket that is gone is no failure', async t => {
  let pages = 0
  const ListObjectVersions = (error: Error) => () => ((pages += 1) % 2 ? { Versions: [version('a')] } : error)
  const gone = s3Listing([], { ListObjectVersions: ListObjectVersions(s3Error('NoSuchBucket')) })
  await emptyOwnBucket(gone.s3, 'b', gone.removal)
  t.same(gone.removal.removed, [{ type: 'objects and uploads', id: '1 in bucket b' }])
  const refused = s3Listing([], { ListObjectVersions: ListObjectVersions(s3Error('AccessDenied')) })
  await t.rejects(removeOwnBucket(refused.s3, 'b', refused.removal), { name: 'AccessDenied' })
  t.same(refused.removal.removed, [{ type: 'objects and uploads', id: '1 in bucket b' }])
  t.notOk(refused.asked.some(([name]) => name === 'DeleteBucket'))
})
