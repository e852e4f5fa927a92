import t from 'tap'
import { isolationChoice } from './isolation-choice.ts'
import { PathTranslation } from './path-translation.ts'

const paths = new PathTranslation([
  { onLambda: '/mnt/efs', onHost: '/host/ä "b"' },
  { onLambda: '/var/task', onHost: '/host' },
])
const toLambda = (text: string) => Buffer.from(paths.toLambda(Buffer.from(text))).toString()

t.test('a variable that is a path of Lambda leads to the host', t => {
  for (const [value, host] of [
    ['/mnt/efs', '/host/ä "b"'],
    ['/mnt/efs/a', '/host/ä "b"/a'],
    ['/var/task/x', '/host/x'],
    ['/mnt/efs2', '/mnt/efs2'],
    ['a/mnt/efs', 'a/mnt/efs'],
    ['/mnt', '/mnt'],
  ] as const)
    t.equal(paths.toHost(value), host, value)
  t.end()
})

t.test('every spelling of a path of the host is one of Lambda in the output', t => {
  const path = '/host/ä "b"'
  const json = (text: string) => JSON.stringify(text).slice(1, -1)
  for (const spelling of [path, json(path), json(json(path)), json(json(json(path))), '/host/%C3%A4%20%22b%22'])
    t.equal(toLambda(`at ${spelling}/x`), 'at /mnt/efs/x', spelling)
  t.equal(toLambda('in /host, /host. and /host/y'), 'in /var/task, /var/task. and /var/task/y')
  for (const other of ['/host-2', '/host2', '/hostä', '/host_', '/host.d', 'nothing']) t.equal(toLambda(other), other)
  const bytes = Buffer.from([0xff, 0x2f])
  t.equal(paths.toLambda(bytes), bytes, 'bytes without a path are not copied')
  const mixed = Buffer.concat([Buffer.from([0xff]), Buffer.from('/host'), Buffer.from([0x0a, 0xfe])])
  t.same(
    paths.toLambda(mixed),
    Buffer.concat([Buffer.from([0xff]), Buffer.from('/var/task'), Buffer.from([0x0a, 0xfe])]),
  )
  t.end()
})

t.test('the isolation is chosen by a variable', t => {
  t.equal(isolationChoice({}), 'auto')
  t.equal(isolationChoice({ LOCAL_AWS_ISOLATION: '' }), 'auto')
  for (const choice of ['auto', 'none'] as const) t.equal(isolationChoice({ LOCAL_AWS_ISOLATION: choice }), choice)
  t.throws(() => isolationChoice({ LOCAL_AWS_ISOLATION: 'some' }), {
    message: 'LOCAL_AWS_ISOLATION is auto or none, got some',
  })
  t.end()
})
