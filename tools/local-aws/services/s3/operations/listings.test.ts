import * as sdk from '@aws-sdk/client-s3'
import t from 'tap'
import { clientOfRole, startS3 } from '../s3-fixture.ts'

const { aws, client } = await startS3(t as never)
const Bucket = 'shelf'
const Owner = { ...aws.account.s3.owner }

/** The answer without its metadata, and without members that are missing. */
async function answer(command: object): Promise<any> {
  const { $metadata, ...members } = await client.send(command as never)
  return JSON.parse(JSON.stringify(members))
}

for (const Key of ['a', 'd/1', 'd/2', 'é'])
  await answer(new sdk.PutObjectCommand({ Bucket, Key, Body: Key, ChecksumAlgorithm: 'SHA256' }))
const rows = (listed: any[]) => listed.map(({ Key }) => Key)

t.test('objects are listed in full, by both versions of the operation', async t => {
  const { ETag, LastModified } = await answer(new sdk.HeadObjectCommand({ Bucket, Key: 'a' }))
  const row = {
    Key: 'a',
    LastModified,
    ETag,
    Size: 1,
    StorageClass: 'STANDARD',
    ChecksumAlgorithm: ['SHA256'],
    ChecksumType: 'FULL_OBJECT',
  }
  const page = { Bucket, Delimiter: '/', MaxKeys: 1 }
  const first = await answer(new sdk.ListObjectsV2Command({ ...page, FetchOwner: true }))
  t.same(first, {
    Name: Bucket,
    Prefix: '',
    Delimiter: '/',
    MaxKeys: 1,
    IsTruncated: true,
    KeyCount: 1,
    Contents: [{ ...row, Owner }],
    NextContinuationToken: first.NextContinuationToken,
  })
  const ContinuationToken = first.NextContinuationToken
  const second = await answer(new sdk.ListObjectsV2Command({ ...page, MaxKeys: 2, ContinuationToken, StartAfter: 'z' }))
  t.match(second, { CommonPrefixes: [{ Prefix: 'd/' }], KeyCount: 2, IsTruncated: false, ContinuationToken })
  t.notOk('StartAfter' in second, 'the token takes precedence')
  t.same(rows(second.Contents), ['é'])
  t.same(rows((await answer(new sdk.ListObjectsV2Command({ Bucket, StartAfter: 'd/1' }))).Contents), ['d/2', 'é'])
  const encoded = { Bucket, Prefix: 'é', EncodingType: 'url' as const }
  t.match(await answer(new sdk.ListObjectsV2Command(encoded)), { Prefix: '%C3%A9', EncodingType: 'url', KeyCount: 1 })
  t.notOk('StartAfter' in first || 'EncodingType' in first || 'ContinuationToken' in first)
  await t.rejects(answer(new sdk.ListObjectsV2Command({ Bucket, ContinuationToken: '#' })), {
    name: 'InvalidArgument',
    message: 'The continuation token provided is incorrect',
  })

  const old = await answer(new sdk.ListObjectsCommand({ ...page, MaxKeys: 2 }))
  t.same(old, {
    Name: Bucket,
    Prefix: '',
    Marker: '',
    Delimiter: '/',
    MaxKeys: 2,
    IsTruncated: true,
    Contents: [{ ...row, Owner }],
    CommonPrefixes: [{ Prefix: 'd/' }],
    NextMarker: 'd/',
  })
  t.same(rows((await answer(new sdk.ListObjectsCommand({ ...page, Marker: 'd/' }))).Contents), ['é'])
  t.notOk('NextMarker' in (await answer(new sdk.ListObjectsCommand({ Bucket, MaxKeys: 1 }))))
  t.same(rows((await answer(new sdk.ListObjectsCommand({ Bucket, Marker: 'd/' }))).Contents), ['d/1', 'd/2', 'é'])
})

t.test('versions and delete markers are listed in full', async t => {
  await answer(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const put = await answer(new sdk.PutObjectCommand({ Bucket, Key: 'a', Body: 'new' }))
  const gone = await answer(new sdk.DeleteObjectCommand({ Bucket, Key: 'd/1' }))
  const list = (more: object = {}) => answer(new sdk.ListObjectVersionsCommand({ Bucket, ...more }))
  const all = await list({ Prefix: 'a' })
  t.same(
    all.Versions.map(({ VersionId, IsLatest, Size, StorageClass, Owner: of }: any) => [
      VersionId,
      IsLatest,
      Size,
      StorageClass,
      of.ID,
    ]),
    [
      [put.VersionId, true, 3, 'STANDARD', Owner.ID],
      ['null', false, 1, 'STANDARD', Owner.ID],
    ],
  )
  const { Versions, ...rest } = all
  t.same(rest, { Name: Bucket, Prefix: 'a', KeyMarker: '', VersionIdMarker: '', MaxKeys: 1000, IsTruncated: false })
  const marked = await list({ Prefix: 'd/1' })
  t.match(marked.DeleteMarkers, [{ Key: 'd/1', VersionId: gone.VersionId, IsLatest: true, Owner: { ID: Owner.ID } }])
  const page = await list({ MaxKeys: 1 })
  t.match(page, { IsTruncated: true, NextKeyMarker: 'a', NextVersionIdMarker: put.VersionId })
  const next = await list({ MaxKeys: 1, KeyMarker: 'a', VersionIdMarker: put.VersionId })
  t.match(next, { Versions: [{ Key: 'a', VersionId: 'null' }], KeyMarker: 'a', VersionIdMarker: put.VersionId })
  t.equal((await list({ KeyMarker: 'a' })).Versions[0].Key, 'd/1', 'a key alone skips all its versions')
  const grouped = await list({ Delimiter: '/', MaxKeys: 3, EncodingType: 'url' })
  t.match(grouped, { CommonPrefixes: [{ Prefix: 'd/' }], NextKeyMarker: 'd/', Delimiter: '/', EncodingType: 'url' })
  t.same(rows((await list({ Delimiter: '/', KeyMarker: 'd/' })).Versions), ['é'])
  await t.rejects(list({ VersionIdMarker: 'null' }), {
    name: 'InvalidArgument',
    message: 'A version-id marker cannot be specified without a key marker.',
  })
  await answer(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }))
})

t.test('uploads and their parts are listed in full', async t => {
  const begin = (Key: string, more: object = {}) =>
    answer(new sdk.CreateMultipartUploadCommand({ Bucket, Key, ...more }))
  const chosen = await begin('m/1', { ChecksumAlgorithm: 'CRC32', StorageClass: 'STANDARD_IA' })
  t.same(chosen, {
    Bucket,
    Key: 'm/1',
    UploadId: chosen.UploadId,
    ServerSideEncryption: 'AES256',
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'COMPOSITE',
  })
  t.match(chosen.UploadId, /^[\w-]{64}$/)
  t.notOk('ChecksumType' in (await begin('m/2', { ChecksumAlgorithm: undefined })), 'it was not chosen')
  for (const [ChecksumAlgorithm, ChecksumType, allowed] of [
    ['CRC64NVME', undefined, 'FULL_OBJECT'],
    ['CRC64NVME', 'COMPOSITE', undefined],
    ['CRC32C', undefined, 'COMPOSITE'],
    ['CRC32C', 'FULL_OBJECT', 'FULL_OBJECT'],
    ['SHA256', undefined, 'COMPOSITE'],
    ['SHA256', 'FULL_OBJECT', undefined],
    ['SHA1', 'FULL_OBJECT', undefined],
  ] as const) {
    const made = begin('other', { ChecksumAlgorithm, ChecksumType })
    if (allowed) t.equal((await made).ChecksumType, allowed, `${ChecksumAlgorithm} ${ChecksumType}`)
    else
      await t.rejects(made, {
        name: 'InvalidRequest',
        message: `The ${ChecksumType} checksum type cannot be used with the ${ChecksumAlgorithm.toLowerCase()} checksum algorithm.`,
      })
  }
  const uploads = (more: object = {}) => answer(new sdk.ListMultipartUploadsCommand({ Bucket, ...more }))
  const listed = await uploads({ Prefix: 'm/1' })
  t.same(listed, {
    Bucket,
    KeyMarker: '',
    UploadIdMarker: '',
    NextKeyMarker: '',
    NextUploadIdMarker: '',
    Prefix: 'm/1',
    MaxUploads: 1000,
    IsTruncated: false,
    Uploads: [
      {
        UploadId: chosen.UploadId,
        Key: 'm/1',
        Initiated: listed.Uploads[0].Initiated,
        StorageClass: 'STANDARD_IA',
        Owner,
        Initiator: { ID: Owner.ID },
        ChecksumAlgorithm: 'CRC32',
        ChecksumType: 'COMPOSITE',
      },
    ],
  })
  t.match(await uploads({ MaxUploads: 1 }), {
    IsTruncated: true,
    NextKeyMarker: 'm/1',
    NextUploadIdMarker: chosen.UploadId,
  })
  const behind = await uploads({ KeyMarker: 'm/1', UploadIdMarker: chosen.UploadId, MaxUploads: 1 })
  t.same(rows(behind.Uploads), ['m/2'])
  t.equal(behind.KeyMarker, 'm/1')
  const grouped = await uploads({ Delimiter: '/', MaxUploads: 1, EncodingType: 'url' })
  t.match(grouped, { CommonPrefixes: [{ Prefix: 'm/' }], NextKeyMarker: 'm/', Delimiter: '/', EncodingType: 'url' })

  const of = { Bucket, Key: 'm/1', UploadId: chosen.UploadId }
  for (const PartNumber of [2, 1, 10_000])
    await answer(
      new sdk.UploadPartCommand({ ...of, PartNumber, Body: 'x'.repeat(PartNumber % 7), ChecksumAlgorithm: 'CRC32' }),
    )
  await t.rejects(client.send(new sdk.UploadPartCommand({ ...of, PartNumber: 10_001, Body: 'x' })), {
    name: 'InvalidArgument',
    message: 'Part number must be an integer between 1 and 10000, inclusive',
  })
  const parts = (more: object = {}) => answer(new sdk.ListPartsCommand({ ...of, ...more }))
  const { Parts, ...rest } = await parts({ MaxParts: 2 })
  t.same(rest, {
    ...of,
    PartNumberMarker: '0',
    NextPartNumberMarker: '2',
    MaxParts: 2,
    IsTruncated: true,
    Initiator: { ID: Owner.ID },
    Owner,
    StorageClass: 'STANDARD_IA',
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'COMPOSITE',
  })
  t.match(Parts, [
    { PartNumber: 1, Size: 1, ETag: /^"[0-9a-f]{32}"$/, ChecksumCRC32: String, LastModified: String },
    { PartNumber: 2, Size: 2 },
  ])
  t.match(await parts({ PartNumberMarker: '2' }), {
    Parts: [{ PartNumber: 10_000 }],
    NextPartNumberMarker: '10000',
    IsTruncated: false,
  })
})

t.test('buckets are listed in full, by prefix, Region and page', async t => {
  for (const name of ['shelf-2', 'other']) await answer(new sdk.CreateBucketCommand({ Bucket: name }))
  const list = (more: object = {}) => answer(new sdk.ListBucketsCommand(more))
  const names = (listed: any) => listed.Buckets.map(({ Name }: any) => Name)
  const all = await list()
  t.same(all, {
    Owner,
    Buckets: ['other', 'shelf', 'shelf-2'].map((Name, index) => ({
      Name,
      CreationDate: all.Buckets[index].CreationDate,
      BucketArn: `arn:aws:s3:::${Name}`,
    })),
  })
  const first = await list({ Prefix: 'shelf', MaxBuckets: 1 })
  t.equal(first.Prefix, 'shelf')
  t.same(names(first), ['shelf'])
  const second = await list({ Prefix: 'shelf', MaxBuckets: 1, ContinuationToken: first.ContinuationToken })
  t.same(names(second), ['shelf-2'])
  t.notOk('ContinuationToken' in second)
  t.same(names(await list({ BucketRegion: 'us-east-1' })), names(all))
  t.match(await answer(new sdk.HeadBucketCommand({ Bucket })), { BucketRegion: 'us-east-1' })
  const nobody = clientOfRole(t, aws)
  await t.rejects(nobody.send(new sdk.ListBucketsCommand({})), { name: 'AccessDenied' })
})
