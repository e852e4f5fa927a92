import t from 'tap'
import { addressed } from './addressing.ts'
import { isBucketName } from './bucket-name.ts'

t.test('a name of a bucket has three to 63 small letters, digits, dots and hyphens', t => {
  for (const name of ['abc', 'a'.repeat(63), '0.1-2', '1.2.3.4.5', 'a--b', 'xn-a', 'my-s3alias-b'])
    t.equal(isBucketName(name), true, name)
  for (const name of [
    'ab',
    'a'.repeat(64),
    '-ab',
    'ab-',
    '.ab',
    'ab.',
    'a..b',
    'a_b',
    'aBc',
    '1.2.3.4',
    'xn--a1',
    'sthree-a',
    'amzn-s3-demo-a',
    'a-s3alias',
    'a--ol-s3',
    'a.mrap',
    'a--x-s3',
    'a--table-s3',
  ])
    t.equal(isBucketName(name), false, name)
  t.end()
})

t.test('a bucket is found in the host or in the path, and the key keeps its slashes', t => {
  const read = (path: string, host = '127.0.0.1:80') => {
    const { request, labels } = addressed({ path, headers: { host }, query: new URLSearchParams() } as never)
    return [labels.Bucket, request.path]
  }
  for (const [path, bucket, rest] of [
    ['/', undefined, ''],
    ['/b', 'b', '/'],
    ['/b/', 'b', '/'],
    ['/b/k', 'b', '/k'],
    ['/b//k/', 'b', '/%2Fk%2F'],
    ['/b%2Dc/a%20b', 'b-c', '/a%20b'],
  ] as const)
    t.same(read(path), [bucket, rest], path)
  for (const [host, bucket] of [
    ['b.s3.amazonaws.com', 'b'],
    ['b.c.s3.us-east-1.amazonaws.com', 'b.c'],
    ['b.s3-eu-west-1.amazonaws.com', 'b'],
    ['b.s3.dualstack.us-east-1.amazonaws.com', 'b'],
    ['B.localhost:4566', 'b'],
  ] as const)
    t.same(read('/a/k', host), [bucket, '/a%2Fk'], host)
  for (const host of ['localhost', 's3.amazonaws.com', 'b.example.com', '[::1]:80'])
    t.same(read('/a/k', host), ['a', '/k'], host)
  for (const path of ['/%zz/k', '/b/%zz']) t.throws(() => read(path), { code: 'InvalidURI', statusCode: 400 })
  t.end()
})
