import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, type S3Client } from '@aws-sdk/client-s3'

/** Yields the creation time of each version and delete marker of a bucket. The SDK has no paginator for them. */
export async function* objectVersions(s3: S3Client, Bucket: string, owner: string): AsyncGenerator<Date> {
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {}
  while (marker) {
    const request: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      Bucket,
      ExpectedBucketOwner: owner,
      ...marker,
    })
    const page: ListObjectVersionsCommandOutput = await s3.send(request)
    for (const { LastModified } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) yield LastModified!
    marker = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined
  }
}
