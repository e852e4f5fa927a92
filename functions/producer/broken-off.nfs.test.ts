import type { ServerResponse } from 'node:http'
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { etagOf } from '../bucket/bucket-server-fixture.ts'
import { eventually } from '../../tools/testing/eventually.ts'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'

const mebibyte = 1024 ** 2

// The bucket sends half of the object, and sends the rest when the test says so.
function inHalves(bucket: Awaited<ReturnType<ReturnType<typeof useLab>['bucket']>>, data: Buffer) {
  let response: ServerResponse | undefined
  bucket.intercept = (_request, answer) => {
    if (response) return false
    response = answer
    answer.writeHead(200, { ETag: etagOf(data), 'Content-Length': data.length })
    answer.write(data.subarray(0, data.length / 2))
    return true
  }
  return { sendRest: () => response!.end(data.subarray(data.length / 2)) }
}

const stagedBytes = (server: string) => {
  const staging = join(server, '.staging')
  if (!existsSync(staging)) return 0
  return readdirSync(staging).reduce((sum, name) => sum + readFileSync(join(staging, name)).length, 0)
}

t.test('a killed writer leaves nothing visible, and another writer finishes its work', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const [killed, other] = await Promise.all([
    lab.startHost({ mountPath: folder.a, bucket }),
    lab.startHost({ mountPath: folder.b, bucket }),
  ])
  const data = Buffer.alloc(80 * mebibyte, 'a')
  bucket.objects.set('models/m', data)
  inHalves(bucket, data)
  const ingest = t.rejects(killed.ingest({ key: 'models/m' }), /ended by SIGKILL/)
  await eventually('a part of the file is on the server', () => stagedBytes(folder.server) > 30 * mebibyte)
  t.equal(await killed.kill(), true)
  await ingest
  t.notOk(existsSync(join(folder.server, 'models/m')))
  t.match(await other.ingest({ key: 'models/m' }), { status: 201 })
  t.ok(readFileSync(join(folder.server, 'models/m')).equals(data))

  const [left] = readdirSync(join(folder.server, '.staging'))
  t.ok(left, 'what the killed one wrote is still there')
  const longAgo = new Date(Date.now() - 17 * 60_000)
  utimesSync(join(folder.server, '.staging', left!), longAgo, longAgo)
  const third = await lab.startHost({ mountPath: folder.c, bucket })
  t.match(await third.ingest({ key: 'inputs/x', data: 'x' }), { status: 201 })
  t.same(readdirSync(join(folder.server, '.staging')), [], 'until a host sweeps that writes first')
})

t.test('a copy continues when the server restarts in the middle of it', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const host = await lab.startHost({ mountPath: folder.a, bucket, efsDeadlineMs: 60_000, s3SilenceMs: 120_000 })
  const data = Buffer.alloc(80 * mebibyte, 'b')
  bucket.objects.set('models/m', data)
  const { sendRest } = inHalves(bucket, data)
  const ingest = host.ingest({ key: 'models/m' })
  await eventually('a part of the file is on the server', () => stagedBytes(folder.server) > 30 * mebibyte)
  const startedAt = performance.now()
  await lab.restartServer(1000)
  sendRest()
  t.match(await ingest, { status: 201, body: { status: 'created', bytes: data.length } })
  t.ok(readFileSync(join(folder.server, 'models/m')).equals(data))
  t.same(await host.notify('models/m'), [{ key: 'models/m', status: 'exists' }], 'its origin is recorded')
  lab.observe({
    what: 'from the restart of the server in the middle of a copy to its end',
    value: Math.round(performance.now() - startedAt),
    unit: 'ms',
  })
})

t.test('a full server ends a copy with EFS_UNAVAILABLE and keeps the previous file', async t => {
  const lab = useLab(t)
  const folder = lab.smallFolder()
  const bucket = await lab.bucket()
  const host = await lab.startHost({ mountPath: folder.a, bucket })
  bucket.objects.set('models/m', Buffer.from('before'))
  t.match(await host.ingest({ key: 'models/m' }), { status: 201 })
  await lab.fillServer(2 * mebibyte)
  bucket.objects.set('models/m', Buffer.alloc(8 * mebibyte, 'c'))
  await t.rejects(host.notify('models/m'), { code: 'EFS_UNAVAILABLE', message: /is full: ENOSPC/ })
  t.equal(readFileSync(join(folder.server, 'models/m'), 'utf8'), 'before')
  t.same(readdirSync(join(folder.server, '.staging')), [])
  bucket.objects.set('models/m', Buffer.from('after'))
  t.same(await host.notify('models/m'), [{ key: 'models/m', status: 'replaced' }], 'what fits is taken')
})
