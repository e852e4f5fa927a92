import t from 'tap'
import { addressOf } from './address.ts'

const read = (path: string, host?: string) => addressOf({ path, headers: host ? { host } : {} } as never)

t.test('the name of the host has the API, and the path its stage', t => {
  const domainName = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com'
  for (const [path, stageName, rest] of [
    ['/prod/a%20b/c', 'prod', '/a%20b/c'],
    ['/prod', 'prod', '/'],
    ['/prod/', 'prod', '/'],
    ['/', '', '/'],
  ] as const)
    t.same(read(path, `${domainName}:80`), { apiId: 'a1b2c3d4e5', stageName, path: rest, domainName }, path)
  for (const host of [
    'a1b2c3d4e.execute-api.x',
    'a1b2c3d4e5f.execute-api.x',
    'A1B2C3D4E5.execute-api.x',
    'a1b2c3d4e5.s3.x',
  ])
    t.equal(read('/prod/a', host), undefined, host)
  t.end()
})

t.test('on the local endpoint the path has both', t => {
  const domainName = '127.0.0.1'
  for (const [path, rest] of [
    ['/restapis/abc/prod/_user_request_/a/b', '/a/b'],
    ['/restapis/abc/prod/_user_request_', '/'],
    ['/restapis/abc/prod/_user_request_/', '/'],
    ['/restapis/abc/prod/_user_request_/a\nb', '/a\nb'],
  ] as const)
    t.same(read(path, '127.0.0.1:4566'), { apiId: 'abc', stageName: 'prod', path: rest, domainName }, path)
  t.equal(read('/restapis/abc/prod/_user_request_')!.domainName, '')
  for (const path of ['/restapis/abc', '/restapis/abc/prod/a', '/x/restapis/abc/prod/_user_request_/', '/'])
    t.equal(read(path, '127.0.0.1'), undefined, path)
  t.end()
})
