import {
  ListObjectVersionsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'

async function putAll(client: S3Client, keys: readonly string[]): Promise<void> {
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
}

t.test('keys are listed in the binary order of their UTF-8', async t => {
  const { client } = await startS3(t)
  // U+FF21 comes before U+1F600 in UTF-8, and after its surrogates in UTF-16.
  const ordered = ['A', 'Z', 'a', 'a!', 'a/b', 'aa', 'é', '\uff21', '\u{1f600}']
  await putAll(client, ordered.toReversed())
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }))
  t.same(
    Contents?.map(({ Key }) => Key),
    ordered,
  )
  t.match(Contents?.[0], { Size: 1, StorageClass: 'STANDARD', ETag: '"7fc56270e7a70fa81a5935b72eacbe29"' })
})

t.test('the owner is listed on request', async t => {
  const { client } = await startS3(t)
  await putAll(client, ['a'])
  const owner = async (members: object) => {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, ...members }))
    return Contents![0]!.Owner
  }
  t.match(await owner({ FetchOwner: true }), { ID: /^[0-9a-f]{64}$/ })
  t.equal(await owner({ FetchOwner: false }), undefined)
  t.equal(await owner({}), undefined)
})

t.test('a delimiter groups keys into common prefixes', async t => {
  const { client } = await startS3(t)
  await putAll(client, ['inputs/1', 'models/a/1', 'models/a/2', 'models/b', 'models/', 'top'])
  const list = async (members: Partial<ListObjectsV2CommandInput>) => {
    const page = await client.send(new ListObjectsV2Command({ Bucket, ...members }))
    return [page.Contents?.map(({ Key }) => Key) ?? [], page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? []]
  }
  t.same(await list({ Delimiter: '/' }), [['top'], ['inputs/', 'models/']])
  t.same(await list({ Delimiter: '/', Prefix: 'models/' }), [['models/', 'models/b'], ['models/a/']])
  t.same(await list({ Prefix: 'models/a' }), [['models/a/1', 'models/a/2'], []])
  t.same(await list({ StartAfter: 'models/a/2' }), [['models/b', 'top'], []])
  t.same(await list({ Prefix: 'none' }), [[], []])
})

t.test('pages of any size contain each key and each common prefix once', async t => {
  const { client } = await startS3(t)
  await putAll(client, ['a/1', 'a/2', 'b', 'c/1', 'c/2', 'c/3', 'd'])
  for (const MaxKeys of [1, 2, 3, 5]) {
    const seen: (string | undefined)[] = []
    let pages = 0
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Delimiter: '/', MaxKeys })) {
      pages++
      t.equal(page.KeyCount, (page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0))
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map(p => p.Prefix))
    }
    t.same(seen.sort(), ['a/', 'b', 'c/', 'd'], `pages of ${MaxKeys}`)
    t.equal(pages, Math.ceil(4 / MaxKeys))
  }
  const none = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))
  t.match(none, { KeyCount: 0, IsTruncated: false })
  t.notOk(none.Contents)
  await t.rejects(client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'x' })), {
    name: 'InvalidArgument',
  })
  await t.rejects(client.send(new ListObjectsV2Command({ Bucket, MaxKeys: -1 })), { name: 'InvalidArgument' })
})

t.test('the first version of the listing has pages by markers', async t => {
  const { client } = await startS3(t)
  await putAll(client, ['a/1', 'a/2', 'b', 'c'])
  const seen: (string | undefined)[] = []
  let Marker: string | undefined
  do {
    const page = await client.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 1, Marker }))
    seen.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map(p => p.Prefix))
    Marker = page.IsTruncated ? page.NextMarker : undefined
  } while (Marker)
  t.same(seen, ['a/', 'b', 'c'])
  const byKey = await client.send(new ListObjectsCommand({ Bucket, MaxKeys: 2 }))
  t.notOk(byKey.NextMarker, 'without a delimiter there is no marker')
  t.equal(byKey.Contents?.[0]?.Owner?.ID?.length, 64)
})

t.test('url encoding writes a space as + and does not encode slashes', async t => {
  const { client } = await startS3(t)
  await putAll(client, ['dir x/a b(1)+ü.txt'])
  const encoded = { Bucket, EncodingType: 'url' as const, Prefix: 'dir x' }
  const page = await client.send(new ListObjectsV2Command(encoded))
  t.match(page, { EncodingType: 'url', Prefix: 'dir+x', Contents: [{ Key: 'dir+x/a+b%281%29%2B%C3%BC.txt' }] })
})

t.test('a page has at most 1000 keys', async t => {
  const { client } = await startS3(t)
  const keys = Array.from({ length: 1001 }, (_, index) => `k${index}`)
  await Promise.all(Array.from({ length: 7 }, (_, index) => putAll(client, keys.slice(index * 143, (index + 1) * 143))))
  const asked = { Bucket, MaxKeys: 5000 }
  const read = { MaxKeys: 5000, IsTruncated: true }
  const first = await client.send(new ListObjectsCommand(asked))
  const second = await client.send(new ListObjectsV2Command(asked))
  const versions = await client.send(new ListObjectVersionsCommand(asked))
  for (const listed of [first.Contents, second.Contents, versions.Versions]) t.equal(listed?.length, 1000)
  for (const page of [first, second, versions]) t.match(page, read, 'the answer has the number that was asked')
})
