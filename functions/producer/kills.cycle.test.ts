import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { seed } from '../../tools/testing/property.ts'
import { fileIdOf } from '../working-set/file-id.ts'
import { startProducer } from './producer-fixture.ts'
import { killPlan, type Moment, type Work } from './kill-plan-fixture.ts'
import { watchNames } from './watch-names-fixture.ts'
import { bundleVictim, Victim, type VictimParts } from './victim-fixture.ts'

// Most of this time is spent waiting for the disk.
t.setTimeout(900_000)

const wantedKills = 200

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex')

t.test(`${wantedKills} kills of Producers in the middle of their work leave nothing wrong`, async t => {
  const { bucket, mountPath, notify, ingest, staging } = await startProducer(t)
  const program = await bundleVictim(join(mountPath, '../victim.cjs'))
  const parts: VictimParts = { program, endpoint: bucket.endpoint, bucketName: bucket.name, mountPath }
  // The hashes of all contents that an object has had, by key.
  const versions = new Map<string, Set<string>>()
  const pool: Victim[] = []
  t.teardown(() => pool.forEach(victim => victim.kill()))

  const pathOf = (key: string) => join(mountPath, key.startsWith('models/') ? key : `inputs/${fileIdOf(key)}`)
  const isWhole = (key: string) => !existsSync(pathOf(key)) || versions.get(key)!.has(sha256(readFileSync(pathOf(key))))

  const names = watchNames(mountPath)
  t.teardown(() => names.close())

  const plan = killPlan(seed, bucket.name)
  const killsOf = new Map<string, number>()
  let kills = 0
  let rounds = 0
  while (kills < wantedKills && rounds < wantedKills * 3) {
    rounds++
    const work = plan.next()
    versions.set(work.key, (versions.get(work.key) ?? new Set()).add(sha256(work.content)))
    if (work.isInBucket) bucket.objects.set(work.key, work.content)
    await Promise.all(work.moments.map(moment => sendToVictim(work, moment)))
    const after = `${work.kind} in round ${rounds} of seed ${seed}`
    // Does the same work again, with a Producer that is not killed.
    if (work.isEvent) await notify(work.key)
    else t.match((await ingest(work.body)).status, /^20[01]$/, after)
    if (sha256(readFileSync(pathOf(work.key))) !== sha256(work.content)) t.fail(`not the newest content: ${after}`)
  }

  async function sendToVictim(work: Work, moment: Moment): Promise<void> {
    const victim = pool.find(each => each.alive) ?? new Victim(parts)
    pool.splice(0, pool.length, ...pool.filter(each => each !== victim && each.alive))
    let stop = () => {}
    const fate = await victim.send(work.event, () => (stop = names.at(moment, () => victim.kill())))
    stop()
    work.took(fate.killed ? undefined : fate.ms)
    if (fate.killed) {
      kills++
      killsOf.set(work.kind, (killsOf.get(work.kind) ?? 0) + 1)
    } else {
      pool.push(victim)
      if (fate.failed) t.fail(`${work.kind} failed beside one that was killed: ${fate.failed}`)
    }
    if (!isWhole(work.key)) t.fail(`${pathOf(work.key)} is partial or mixed after a kill of ${work.kind}`)
  }

  t.comment(`${kills} kills hit work in flight in ${rounds} rounds: ${JSON.stringify(Object.fromEntries(killsOf))}`)
  t.ok(kills >= wantedKills, `${kills} kills hit work in flight`)
  t.ok(
    [...killsOf.values()].every(count => count >= 10),
    'work of each kind was hit',
  )

  const known = new Set([...versions.keys()].map(pathOf))
  const files = ['models', 'inputs'].flatMap(folder =>
    readdirSync(join(mountPath, folder)).map(name => join(mountPath, folder, name)),
  )
  t.same(
    files.filter(file => !known.has(file)),
    [],
    'no file has a name that nobody asked for',
  )
  t.ok([...versions.keys()].every(isWhole), 'each file is one content of its object')

  const left = staging()
  t.ok(left.length > 0, `${left.length} files were left in .staging/`)
  for (const name of left) utimesSync(join(mountPath, '.staging', name), 0, 0)
  bucket.objects.set('models/last', Buffer.from('last'))
  const next = new Victim(parts)
  t.teardown(() => next.kill())
  const request = { httpMethod: 'POST', resource: '/ingest', body: JSON.stringify({ key: 'models/last' }) }
  t.match(await next.send(request), { killed: false })
  await eventually('the first write of a new Producer has swept them', () => staging().length === 0)
})
