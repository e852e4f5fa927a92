import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'

for (const killed of [false, true]) {
  t.test(
    `a rename that a partition delayed does not undo later changes${killed ? ', of a killed host too' : ''}`,
    async t => {
      const lab = useLab(t)
      const folder = lab.folder()
      const bucket = await lab.bucket()
      const [cutOff, other] = await Promise.all([
        lab.startHost({ mountPath: folder.c, bucket, efsDeadlineMs: 3_000 }),
        lab.startHost({ mountPath: folder.a, bucket }),
      ])
      const path = join(folder.server, 'models/m')
      const put = (text: string) => bucket.objects.set('models/m', Buffer.from(text))
      put('first')
      t.same(await other.notify('models/m'), [{ key: 'models/m', status: 'created' }])
      put('second')
      const { reached, letGo } = await cutOff.hold('rename', 'models/m')
      const event = cutOff.notify('models/m')
      event.catch(() => {})
      await reached
      await lab.partition('c')
      letGo()
      if (killed) {
        await sleep(1_000)
        await cutOff.kill()
      }
      await t.rejects(event)
      put('third')
      t.same(await other.notify('models/m'), [{ key: 'models/m', status: 'replaced' }])
      await lab.heal('c')
      // When the probe answers, the client is back and has already sent what it had kept.
      const probe = killed ? await lab.startHost({ mountPath: folder.c, bucket }) : cutOff
      const back = async () => (await probe.ingest({ key: 'inputs/probe', data: 'x' })).status < 300
      await eventually('the client is back', back)
      await sleep(2_000)
      t.equal(readFileSync(path, 'utf8'), 'third')
      t.same(await other.notify('models/m'), [{ key: 'models/m', status: 'exists' }])
      lab.observe({
        what: 'the file after a rename that came too late',
        value: readFileSync(path, 'utf8'),
        unit: 'object of three',
      })
    },
  )
}
