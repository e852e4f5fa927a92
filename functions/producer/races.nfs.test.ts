import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileIdOf } from '../working-set/file-id.ts'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'

t.test('exactly one of several hosts that create a file at once succeeds', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const hosts = await Promise.all([folder.a, folder.b, folder.c].map(mountPath => lab.startHost({ mountPath, bucket })))
  const races = 20
  for (let race = 0; race < races; race++) {
    const key = `models/race/${race}/m`
    bucket.objects.set(key, Buffer.alloc(100_000, race))
    const statuses = (await Promise.all(hosts.map(host => host.ingest({ key })))).map(answer => answer.status)
    t.same(statuses.sort(), [200, 200, 201], key)
    t.ok(readFileSync(join(folder.server, key)).equals(bucket.objects.get(key)!))
    const origin = JSON.parse(readFileSync(join(folder.server, `.origins/${fileIdOf(key)}.json`), 'utf8'))
    t.match(origin, { key, copy: { bytes: 100_000 } })
  }
  t.same(readdirSync(join(folder.server, '.staging')), [])
  lab.observe({ what: 'races to create a file with exactly one winner', value: races, unit: `of ${races}` })
})

t.test('hosts that replace one file at once leave the bucket’s last version', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const hosts = await Promise.all([folder.a, folder.b, folder.c].map(mountPath => lab.startHost({ mountPath, bucket })))
  const key = 'inputs/contended'
  const path = join(folder.server, 'inputs', fileIdOf(key))
  const rounds = 20
  for (let round = 0; round < rounds; round++) {
    const events = hosts.map(async (host, i) => {
      bucket.objects.set(key, Buffer.from(`round ${round}, writer ${i}, ${'x'.repeat(round * 1000)}`))
      return host.notify(key)
    })
    await Promise.all(events)
    t.ok(readFileSync(path).equals(bucket.objects.get(key)!), `round ${round}`)
    t.same(await hosts[round % 3]!.notify(key), [{ key, status: 'exists' }], 'the origin says that the copy is current')
  }
  t.same(readdirSync(join(folder.server, '.staging')), [])
  t.ok(existsSync(path))
  lab.observe({ what: 'races to replace a file after which it is the newest', value: rounds, unit: `of ${rounds}` })
})

t.test('nine concurrent events about one key all succeed, and leave the newest object', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const hosts = await Promise.all([folder.a, folder.b, folder.c].map(mountPath => lab.startHost({ mountPath, bucket })))
  const key = 'models/stormy'
  const rounds = 5
  let failed = 0
  for (let round = 0; round < rounds; round++) {
    bucket.objects.set(key, Buffer.from(`round ${round}`))
    const events = hosts.flatMap(host => [1, 2, 3].map(() => host.notify(key)))
    for (const event of await Promise.allSettled(events)) if (event.status === 'rejected') failed++
    t.equal(readFileSync(join(folder.server, key), 'utf8'), `round ${round}`)
  }
  t.equal(failed, 0)
  t.same(readdirSync(join(folder.server, '.staging')), [])
  lab.observe({ what: 'events that failed because of each other', value: failed, unit: `of ${rounds * 9}` })
})
