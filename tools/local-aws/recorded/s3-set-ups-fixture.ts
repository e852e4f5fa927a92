import type { SetUp, World } from './world-fixture.ts'

const body = 'something'

/** Buckets and their contents. */
export const s3SetUps: Readonly<Record<string, SetUp>> = {
  bucket: async world => ({ bucket: await newBucket(world, 'plain') }),

  /** A bucket with an object of 9 bytes. */
  object: async world => {
    const bucket = await newBucket(world, 'object')
    const { ETag } = await world.send('s3', 'PutObject', { Bucket: bucket, Key: 'present', Body: body })
    return { bucket, key: 'present', etag: ETag }
  },

  /** A bucket with versioning, an object in it, and a delete marker over that. */
  'deleted-version': async world => {
    const bucket = await newVersionedBucket(world, 'versions')
    const object = { Bucket: bucket, Key: 'deleted' }
    const { VersionId: version } = await world.send('s3', 'PutObject', { ...object, Body: body })
    const { VersionId: marker } = await world.send('s3', 'DeleteObject', object)
    return { bucket, key: object.Key, version, marker }
  },

  /** A bucket with versioning whose only object lost its only version, and the ID of that version. */
  'lost-version': async world => {
    const bucket = await newVersionedBucket(world, 'lost')
    const object = { Bucket: bucket, Key: 'lost' }
    const { VersionId } = await world.send('s3', 'PutObject', { ...object, Body: body })
    await world.send('s3', 'DeleteObject', { ...object, VersionId })
    return { bucket, key: object.Key, version: VersionId }
  },

  /** A multipart upload with one small part, and the ID of one that was aborted. */
  upload: async world => {
    const bucket = await newBucket(world, 'upload')
    const object = { Bucket: bucket, Key: 'large' }
    const { UploadId } = await world.send('s3', 'CreateMultipartUpload', object)
    const upload = { ...object, UploadId }
    const { ETag: partEtag } = await world.send('s3', 'UploadPart', { ...upload, PartNumber: 1, Body: body })
    const { ETag: lastEtag } = await world.send('s3', 'UploadPart', { ...upload, PartNumber: 2, Body: body })
    const { UploadId: aborted } = await world.send('s3', 'CreateMultipartUpload', object)
    await world.send('s3', 'AbortMultipartUpload', { ...object, UploadId: aborted })
    return { bucket, key: object.Key, upload: UploadId, partEtag, lastEtag, aborted }
  },

  /** An upload that began before its object was deleted. */
  'overtaken-upload': async world => {
    const bucket = await newBucket(world, 'overtaken')
    const object = { Bucket: bucket, Key: 'large' }
    const { ETag: etag } = await world.send('s3', 'PutObject', { ...object, Body: body })
    const { UploadId } = await world.send('s3', 'CreateMultipartUpload', object)
    const { ETag: partEtag } = await world.send('s3', 'UploadPart', { ...object, UploadId, PartNumber: 1, Body: body })
    await world.send('s3', 'DeleteObject', object)
    return { bucket, key: object.Key, upload: UploadId, partEtag, etag }
  },
}

async function newVersionedBucket(world: World, name: string): Promise<string> {
  const Bucket = await newBucket(world, name)
  await world.send('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })
  return Bucket
}

async function newBucket(world: World, name: string): Promise<string> {
  const { prefix, region } = world.target
  const Bucket = `${prefix}-${name}`
  // S3 refuses us-east-1 by name: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
  const elsewhere = { CreateBucketConfiguration: { LocationConstraint: region } }
  await world.send('s3', 'CreateBucket', { Bucket, ...(region !== 'us-east-1' && elsewhere) })
  world.undo(() => removeBucket(world, Bucket))
  return Bucket
}

async function removeBucket(world: World, Bucket: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await world.send('s3', 'ListObjectVersions', { Bucket })
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await world.send('s3', 'DeleteObject', { Bucket, Key, VersionId })
  const { Uploads = [] } = await world.send('s3', 'ListMultipartUploads', { Bucket })
  for (const { Key, UploadId } of Uploads) await world.send('s3', 'AbortMultipartUpload', { Bucket, Key, UploadId })
  await world.send('s3', 'DeleteBucket', { Bucket })
}
