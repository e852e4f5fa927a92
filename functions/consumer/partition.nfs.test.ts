import t from 'tap'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'
import { input } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

const row = input(['x', 'FP32', [1, 2], [1, 2]])
const partitionMs = 60_000
const deadlineMs = 10_000
// A deadline is noticed a moment late. On a slow machine an answer may come this much later.
const graceMs = 5_000
const apiGatewayMs = 29_000

t.test(
  'a host that is cut off for a minute answers each request at its deadline, and the other hosts keep working',
  async t => {
    const lab = useLab(t)
    const folder = lab.folder()
    const bucket = await lab.bucket()
    const [cutOff, other] = await Promise.all([
      lab.startHost({ mountPath: folder.b, bucket, efsDeadlineMs: deadlineMs }),
      lab.startHost({ mountPath: folder.a, bucket, efsDeadlineMs: deadlineMs }),
    ])
    bucket.objects.set('models/add.onnx', addModel([1, 1]))
    await other.notify('models/add.onnx')
    const { body } = await other.ingest({ key: 'inputs/row', data: row })
    const request = { fileId: body.fileId, model: 'add' }
    for (const host of [cutOff, other]) t.match(await host.predict(request), { status: 200 })

    await lab.partition('b')
    const cutAt = performance.now()
    let [asked, slowest] = [0, 0]
    while (performance.now() - cutAt < partitionMs) {
      const startedAt = performance.now()
      // Six requests at a time: more than Node has threads.
      const answers = [1, 2, 3].flatMap(() => [
        cutOff.predict(request),
        cutOff.ingest({ key: `inputs/${asked++}`, data: row }),
      ])
      for (const answer of await Promise.all(answers))
        t.match(answer, { status: 500, body: { error: 'EFS_UNAVAILABLE' } })
      slowest = Math.max(slowest, performance.now() - startedAt)
      t.match(await other.predict(request), { status: 200 }, 'of the other host')
      // This request needs no mount, but the same process, its threads and S3.
      const early = performance.now()
      t.match(await cutOff.ingest({ key: 'outputs/none' }), { status: 400 })
      t.ok(performance.now() - early < graceMs, 'what needs no mount is answered meanwhile')
    }
    t.ok(slowest < deadlineMs + graceMs && slowest < apiGatewayMs, `the slowest took ${Math.round(slowest)} ms`)
    lab.observe({
      what: 'slowest answer during a partition of 60 s, deadline 10 s',
      value: Math.round(slowest),
      unit: 'ms',
    })

    await lab.heal('b')
    const healedAt = performance.now()
    let answer = await cutOff.predict(request)
    let failed = 0
    while (answer.status !== 200 && performance.now() - healedAt < 120_000) {
      failed++
      answer = await cutOff.predict(request)
    }
    t.match(answer, { status: 200, body: { outputs: [{ data: [2, 3] }] } })
    lab.observe({
      what: 'from the end of the partition to the first prediction',
      value: Math.round(performance.now() - healedAt),
      unit: 'ms',
    })
    lab.observe({
      what: 'predictions that failed meanwhile: the client of NFS was not back yet',
      value: failed,
      unit: '',
    })
    t.match(await cutOff.ingest({ key: 'inputs/after', data: row }), { status: 201 })
  },
)

t.test('a request that hangs does not block requests to S3', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const host = await lab.startHost({ mountPath: folder.b, bucket, efsDeadlineMs: deadlineMs })
  t.match(await host.ingest({ key: 'inputs/first', data: row }), { status: 201 })
  await lab.partition('b')
  const hanging = Promise.all([1, 2, 3, 4, 5, 6].map(i => host.ingest({ key: `inputs/${i}`, data: row })))
  const events = await Promise.allSettled([1, 2].map(i => host.notify(`inputs/none-${i}`)))
  t.ok(events.every(event => event.status === 'rejected'))
  for (const answer of await hanging) t.match(answer, { status: 500, body: { error: 'EFS_UNAVAILABLE' } })
  t.ok(host.log.filter(line => line.outcome === 'EFS_UNAVAILABLE').length >= 6, 'each has its line in the log')
})
