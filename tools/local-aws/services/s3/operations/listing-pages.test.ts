import * as sdk from '@aws-sdk/client-s3'
import t from 'tap'
import { startS3 } from '../s3-fixture.ts'

const Bucket = 'shelf'
const keys = ['a+b/1', 'a+b/2', 'c+d e', 'f g/1', 'f g/2', 'h%20', 'é+']
const url = { Bucket, Delimiter: '/', EncodingType: 'url' } as const

interface Page {
  readonly names: readonly (string | undefined)[]
  readonly groups?: readonly { readonly Prefix?: string }[] | undefined
  /** The members that ask for the next page, still encoded. */
  readonly next?: Readonly<Record<string, string | undefined>> | undefined
}

const decoded = (text = '') => decodeURIComponent(text.replaceAll('+', ' '))

/** Follows the markers of a listing of one row a page, and returns the decoded rows. */
async function walk(list: (markers: object) => Promise<Page>): Promise<string[]> {
  const rows: string[] = []
  let markers: object | undefined = {}
  for (let pages = 0; markers && pages < 2 * keys.length; pages++) {
    const { names, groups = [], next }: Page = await list(markers)
    rows.push(...[...names, ...groups.map(({ Prefix }) => Prefix)].map(decoded))
    const marker = next?.Marker ?? next?.KeyMarker
    if (marker !== undefined) rows.push(...(decoded(marker) === rows.at(-1) ? [] : [`the marker ${marker}`]))
    markers = next && Object.fromEntries(Object.entries(next).map(([name, value]) => [name, value && decoded(value)]))
  }
  return rows
}

t.test('every listing gives each group and each key once, over pages whose markers are encoded', async t => {
  const { client } = await startS3(t)
  await client.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  for (const Key of keys) {
    await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'x' }))
    await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }))
  }
  const all = ['a+b/', 'c+d e', 'f g/', 'h%20', 'é+']
  const objects = walk(async markers => {
    const page = await client.send(new sdk.ListObjectsCommand({ ...url, MaxKeys: 1, ...markers }))
    const names = (page.Contents ?? []).map(({ Key }) => Key)
    return { names, groups: page.CommonPrefixes, next: page.IsTruncated ? { Marker: page.NextMarker } : undefined }
  })
  t.same(await objects, all, 'ListObjects')
  const versions = walk(async markers => {
    const page = await client.send(new sdk.ListObjectVersionsCommand({ ...url, MaxKeys: 1, ...markers }))
    const names = (page.Versions ?? []).map(({ Key }) => Key)
    const next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
    return { names, groups: page.CommonPrefixes, next: page.IsTruncated ? next : undefined }
  })
  t.same(await versions, all, 'ListObjectVersions')
  const uploads = walk(async markers => {
    const page = await client.send(new sdk.ListMultipartUploadsCommand({ ...url, MaxUploads: 1, ...markers }))
    const names = (page.Uploads ?? []).map(({ Key }) => Key)
    const next = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    return { names, groups: page.CommonPrefixes, next: page.IsTruncated ? next : undefined }
  })
  t.same(await uploads, all, 'ListMultipartUploads')
  const tokens = walk(async ({ token }: { token?: string }) => {
    const request = { ...url, MaxKeys: 1, ContinuationToken: token }
    const page = await client.send(new sdk.ListObjectsV2Command(request))
    const names = (page.Contents ?? []).map(({ Key }) => Key)
    const next = page.NextContinuationToken && { token: encodeURIComponent(page.NextContinuationToken) }
    return { names, groups: page.CommonPrefixes, next: next || undefined }
  })
  t.same(await tokens, all, 'ListObjectsV2')
})
