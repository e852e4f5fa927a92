import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { limitClients, unlimitClients } from './client-network.ts'
import { useLab } from './use-lab-fixture.ts'

const mebibyte = 2 ** 20

t.test('a limited client receives a burst at once, and the rest of a file at the rate of the bucket', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  await limitClients({ burstBytes: 4 * mebibyte, bytesPerSecond: 4 * mebibyte })
  t.teardown(unlimitClients)
  const seconds = async (name: string, bytes: number) => {
    await writeFile(join(folder.server, name), Buffer.alloc(bytes, 1))
    const start = performance.now()
    t.equal((await readFile(join(folder.a, name))).length, bytes)
    return (performance.now() - start) / 1000
  }
  const rest = await seconds('large', 16 * mebibyte)
  t.ok(rest > 2.9, 'the 12 MiB that exceed the burst take three seconds')
  lab.observe({ what: '16 MiB with a burst of 4 MiB and then 4 MiB/s', value: rest.toFixed(1), unit: 's' })
})
