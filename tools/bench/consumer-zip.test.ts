import t from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { benchConsumerZip } from './consumer-zip.ts'

t.setTimeout(600_000)

t.test(
  'the table has the zips of both functions for each platform, and each zip is smaller than its content',
  async t => {
    const { progress } = recordProgress()
    const { columns, rows } = await benchConsumerZip({
      processes: 1,
      largeBytes: 1,
      rounds: 1,
      ingestBytes: 1,
      modelMebibytes: [],
      progress,
    })
    t.same(
      rows.map(([name]) => name),
      ['linux/x64', 'linux/arm64', 'darwin/arm64'],
    )
    for (const [name, ...cells] of rows) {
      t.equal(cells.length, columns.length - 1, `${name}: cells`)
      const [consumer, consumerUnzipped, producer, producerUnzipped] = cells.map(Number) as [
        number,
        number,
        number,
        number,
      ]
      t.ok(0 < producer && producer < producerUnzipped, `${name}: Producer`)
      t.ok(producer < consumer && consumer < consumerUnzipped, `${name}: Consumer`)
    }
  },
)

t.test('an interruption ends the packaging', async t => {
  const { progress } = recordProgress()
  const options = {
    processes: 1,
    largeBytes: 1,
    rounds: 1,
    ingestBytes: 1,
    modelMebibytes: [],
    progress,
    signal: AbortSignal.abort(),
  }
  await t.rejects(benchConsumerZip(options), { name: 'AbortError' })
})
