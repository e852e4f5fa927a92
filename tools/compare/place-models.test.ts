import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { unzip } from '../package/unzip.ts'
import { zip } from '../package/zip.ts'
import { BasePackage } from './function-package.ts'
import { placeModels } from './place-models.ts'
import { placing } from './placing-fixture.ts'

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

/** A package of a function with one file of four bytes. */
async function basePackage(t: Test): Promise<BasePackage> {
  const path = join(t.testdir(), 'consumer.zip')
  writeFileSync(path, await zip([{ name: 'index.js', content: Buffer.from('code') }]))
  return BasePackage.read(path, Buffer.from('{"inputs":[]}'))
}

const cells = [
  { store: 'efs', sizeMib: 1, functionName: 'f-efs' },
  { store: 's3', sizeMib: 1, functionName: 'f-s3' },
  { store: 's3', sizeMib: 2, functionName: 'f-s3' },
  { store: 'package', sizeMib: 1, functionName: 'f-package-1' },
]
const choices = { stores: ['efs', 's3', 'package'], sizesMib: [1, 2], seed: 1 } as never

t.test('a package has the input, and a model if it is given one', async t => {
  const base = await basePackage(t)
  t.equal(base.bytes, 4 + 13)
  const model = { name: 'm', path: join(t.testdir(), 'm') } as never
  writeFileSync(join(t.testdirName, 'm'), 'weights')
  const entries = async (zipped: Buffer) => (await unzip(zipped)).map(({ name, content }) => `${name} ${content}`)
  t.same(await entries(await base.zip()), ['index.js code', 'inputs/digit {"inputs":[]}'])
  t.same(await entries(await base.zip(model)), ['index.js code', 'inputs/digit {"inputs":[]}', 'models/m.onnx weights'])
})

t.test('every store gets each model, and every function its package, before a model counts as placed', async t => {
  const base = await basePackage(t)
  const folder = t.testdir()
  // The file system has a model one answer later.
  const { place, events, stored, asked } = placing(({ functionName, model }, count) =>
    functionName === 'f-efs' && count === 0 ? undefined : sha256(stored.get(`models/${model}.onnx`)!),
  )
  const { progress, lines } = recordProgress()
  const options = { choices, cells, folder, bucketName: 'models', base, progress, signal: undefined }
  const models = await placeModels(place, options)
  const common = `functions/compared-${sha256(await base.zip())}.zip`
  const ofPackage = [...stored.keys()].filter(key => key.startsWith('functions/') && key !== common)
  t.same(events, [
    `put ${common}`,
    `code of f-efs: artifacts/${common}`,
    `code of f-s3: artifacts/${common}`,
    'put models/compared-1.onnx',
    'ask f-efs for compared-1 with digit',
    'ask f-efs for compared-1 with digit',
    'ask f-s3 for compared-1 with digit',
    `put ${ofPackage[0]}`,
    `code of f-package-1: artifacts/${ofPackage[0]}`,
    'ask f-package-1 for compared-1 with digit',
    'put models/compared-2.onnx',
    'ask f-s3 for compared-2 with digit',
  ])
  t.match(
    asked.filter(([operation]) => operation === 'PutObject').map(([, input]) => input),
    [
      { Bucket: 'artifacts', Key: common, ContentType: 'application/zip', ExpectedBucketOwner: '123456789012' },
      { Bucket: 'models', Key: 'models/compared-1.onnx' },
      { Bucket: 'artifacts', Key: ofPackage[0]! },
    ],
  )
  for (const sizeMib of [1, 2]) {
    const model = stored.get(`models/compared-${sizeMib}.onnx`)!
    t.equal(model.length, sizeMib * 1024 ** 2)
    t.match(models.get(sizeMib), { name: `compared-${sizeMib}`, sizeMib, sha256: sha256(model) })
  }
  const [, , inside] = await unzip(stored.get(ofPackage[0]!)!)
  t.equal(inside!.name, 'models/compared-1.onnx')
  t.ok(inside!.content.equals(stored.get('models/compared-1.onnx')!))
  t.same(readdirSync(folder), [], 'the files of the models are removed')
  t.same(lines, ['Bring models of 1, 2 MiB into every store'])
})

t.test('a store without a right answer after five minutes ends the comparison', async t => {
  const { now } = performance
  let clock = 0
  performance.now = () => (clock += 100_001)
  t.teardown(() => void (performance.now = now))
  const { place, events } = placing(() => undefined)
  const options = { choices, cells: cells.slice(0, 1), folder: t.testdir(), bucketName: 'models' }
  const base = await basePackage(t)
  await t.rejects(placeModels(place, { ...options, base, progress: recordProgress().progress, signal: undefined }), {
    code: 'NO_PREDICTION',
    message: 'f-efs has not predicted with a model of 1 MiB within 300 s: status 404 MODEL_NOT_FOUND.',
    nextStep: /log group of the comparison, and that of the Producer/,
  })
  t.equal(events.at(-1), 'ask f-efs for compared-1 with digit')
})
