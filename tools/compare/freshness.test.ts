import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { FreshEnvironments } from '../measure/fresh-environments.ts'
import { zip } from '../package/zip.ts'
import { freshness } from './freshness.ts'
import { BasePackage } from './function-package.ts'
import { placing } from './placing-fixture.ts'

const cells = [
  { store: 'efs', sizeMib: 1, functionName: 'f-efs' },
  { store: 'package', sizeMib: 1, functionName: 'f-package' },
]
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

async function measured({ place, events }: ReturnType<typeof placing>) {
  const folder = t.testdir()
  const consumer = join(folder, 'consumer.zip')
  writeFileSync(consumer, await zip([{ name: 'index.js', content: Buffer.from('code') }]))
  const said: string[] = []
  const base = await BasePackage.read(consumer, Buffer.from('{}'))
  const common = { deployment: 2, cells, packaged: new Set(['package']), rounds: 1, seed: 1, bucketName: 'models' }
  const status = (text: string) => void said.push(text)
  const rows = await freshness(new FreshEnvironments(place.lambda), { ...common, folder, base, place, status })
  return { rows, events, said, left: readdirSync(folder) }
}

t.test('a new model is asked for in a warm and a cold environment, and that of a package in a new one', async t => {
  const uploaded: string[] = []
  const cloud = placing(({ functionName, model }, count) => {
    const content = cloud.stored.get(`models/${model}.onnx`)
    // Only the model on the file system is in an object of its own. Before its second answer the earlier one is used.
    if (functionName === 'f-package') return count > 6 ? 'no model' : undefined
    if (content && uploaded.at(-1) !== sha256(content)) uploaded.push(sha256(content))
    return content && (count === 1 ? 'earlier' : uploaded.at(-1))
  })
  const { now } = performance
  let clock = 0
  performance.now = () => (clock += 20_000)
  t.teardown(() => void (performance.now = now))
  const { rows, events, said, left } = await measured(cloud)
  t.match(rows, [
    { deployment: 2, round: 0, store: 'efs', sizeMib: 1, environment: 'warm', earlierAnswers: 1 },
    { deployment: 2, round: 0, store: 'efs', sizeMib: 1, environment: 'cold', earlierAnswers: 0 },
    { deployment: 2, round: 0, store: 'package', sizeMib: 1, environment: 'cold', freshMs: null },
  ])
  t.ok(rows[0]!.freshMs! > rows[1]!.freshMs!, JSON.stringify(rows))
  t.equal(uploaded.length, 2, 'each upload is another model')
  const ask = (store: string) => `ask f-${store} for fresh-${store} with digit`
  t.same(events.slice(0, 7), [
    ask('efs'),
    'put models/fresh-efs.onnx',
    ask('efs'),
    ask('efs'),
    'put models/fresh-efs.onnx',
    'retire f-efs',
    ask('efs'),
  ])
  t.match(events.slice(7, 11), [
    ask('package'),
    /^put functions\/compared-[0-9a-f]{64}\.zip$/,
    /^code of f-package: artifacts\/functions\/compared-[0-9a-f]{64}\.zip$/,
    ask('package'),
  ])
  t.same(said, [
    'freshness, round 1 of 1: efs, warm',
    'freshness, round 1 of 1: efs, cold',
    'freshness, round 1 of 1: package, cold',
  ])
  t.same(left, ['consumer.zip'], 'no model is left')
})
