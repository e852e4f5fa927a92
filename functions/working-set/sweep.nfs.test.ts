import { closeSync, openSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'

const minute = 60_000

t.test('hosts whose clocks are minutes off sweep old files, and none that are being written', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const [writer, ahead, behind] = await Promise.all([
    lab.startHost({ mountPath: folder.a, bucket }),
    lab.startHost({ mountPath: folder.b, bucket, clockOffsetMs: 20 * minute }),
    lab.startHost({ mountPath: folder.c, bucket, clockOffsetMs: -20 * minute }),
  ])
  const staging = join(folder.server, '.staging')
  t.match(await writer.ingest({ key: 'inputs/first', data: 'x' }), { status: 201 })
  for (const [name, minutes] of [
    ['old', 17],
    ['young', 14],
  ] as const) {
    writeFileSync(join(staging, name), 'part')
    const then = new Date(Date.now() - minutes * minute)
    utimesSync(join(staging, name), then, then)
  }
  // A copy is in progress while the other hosts sweep. Its object arrives after they have swept.
  let send = () => {}
  const mayGoOn = new Promise<void>(resolve => (send = resolve))
  bucket.objects.set('models/m', Buffer.alloc(1_000_000, 1))
  bucket.intercept = async (request, _response, key) => {
    if (request.method === 'GET' && key === 'models/m') await mayGoOn
    return false
  }
  const copied = writer.ingest({ key: 'models/m' })
  t.match(await ahead.ingest({ key: 'inputs/ahead', data: 'x' }), { status: 201 })
  t.match(await behind.ingest({ key: 'inputs/behind', data: 'x' }), { status: 201 })
  send()
  t.match(await copied, { status: 201 })
  t.same(readdirSync(staging), ['young'])
})

t.test('a sweep of files that another host holds open fails no write', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const first = await lab.startHost({ mountPath: folder.a, bucket })
  t.match(await first.ingest({ key: 'inputs/first', data: 'x' }), { status: 201 })
  const then = new Date(Date.now() - 17 * minute)
  const held = ['x', 'y', 'z'].map(name => {
    const path = join(folder.b, '.staging', name)
    writeFileSync(path, 'part')
    utimesSync(path, then, then)
    return openSync(path, 'r')
  })
  t.teardown(() => held.forEach(fd => closeSync(fd)))
  // All hosts sweep the same files at once. The host on b uses the client that holds them open: there they turn into
  // .nfsXXXX.
  const hosts = await Promise.all([folder.a, folder.b, folder.c].map(mountPath => lab.startHost({ mountPath, bucket })))
  const statuses = await Promise.all(
    hosts.map(async (host, i) => (await host.ingest({ key: `inputs/${i}`, data: 'x' })).status),
  )
  t.same(statuses, [201, 201, 201])
  const again = await lab.startHost({ mountPath: folder.b, bucket })
  t.match(await again.ingest({ key: 'inputs/again', data: 'x' }), { status: 201 })
})
