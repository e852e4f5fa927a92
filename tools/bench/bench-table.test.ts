import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { connections, mebibyte, removeCopies, storeObject, writeBytes } from './bench-object.ts'
import type { BenchSystem } from './bench-system.ts'
import { formatTable, machine, spreadCells } from './bench-table.ts'
import { putObject } from './put-object.ts'
import { formatRatios, judgedFrom, requireRatios } from './ratio.ts'

t.test('a table is Markdown, its first column for names and the others for numbers', async t => {
  t.same(spreadCells([10.6, 1, 3.4]), ['3', '1', '11'])
  const rows = [
    ['a', '1', '2'],
    ['longer name', '100000', '3'],
  ]
  t.equal(
    formatTable({ title: 'Times', columns: ['case', 'median', 'x'], rows, samples: 3 }),
    `Times:

| case        | median |    x |
| ----------- | -----: | ---: |
| a           |      1 |    2 |
| longer name | 100000 |    3 |`,
  )
  t.match(machine(), /^2\d{3}-\d\d-\d\d, \w+\/\w+, \d+ × .+, \d+ GiB, Node \d+\.\d+\.\d+$/)
})

t.test('ratios are judged from three measurements on, at their limit too, and show their spread', async t => {
  const one = { name: 'n', value: 0.5, atLeast: 0.5 }
  t.equal(judgedFrom, 3)
  t.doesNotThrow(() => requireRatios([one], 3))
  const broken = [
    { ...one, value: 0.49 },
    { ...one, name: 'm', value: 0.1 },
  ]
  t.throws(() => requireRatios(broken, 3), {
    message: 'n is 0.49, below 0.5; m is 0.10, below 0.5.',
    nextStep: /If the machine is busy, try again/,
  })
  t.doesNotThrow(() => requireRatios(broken, 2))
  t.equal(formatRatios([one], 3), '- n: 0.50, at least 0.5 (holds)')
  t.equal(
    formatRatios([{ ...one, atLeast: 1 / 3, spread: [0.251, 2] }], 3),
    '- n: 0.50 (0.25 to 2.00), at least 0.33 (holds)',
  )
})

/** A system whose bucket and functions only record what they are asked. */
function system() {
  const { connection, asked } = stubAws({ PutObject: {}, CopyObject: {} })
  const calls: unknown[] = []
  const call = async (...about: unknown[]) => void calls.push(about)
  const s3 = connection.clients.get(S3Client)
  return { system: { s3, bucketName: 'models', call } as unknown as BenchSystem, asked, calls }
}

t.test('a file is put into the bucket, and then the Producer waits for its copy', async t => {
  const path = join(t.testdir({ file: 'content' }), 'file')
  const { system: made, asked, calls } = system()
  await putObject(made, 'models/m', path)
  t.match(asked, [['PutObject', { Bucket: 'models', Key: 'models/m', Body: { path } }]])
  t.same(calls, [['producer', { key: 'models/m' }]])
})

t.test('an object is stored once, whole or its beginning, and copied under new keys', async t => {
  const path = join(t.testdir({ file: '0123456789' }), 'file')
  const { system: made, asked } = system()
  const whole = await storeObject(made, path)
  t.match(whole, { bytes: 10, source: 'source' })
  const part = await storeObject(made, path, 4)
  t.match(part, { bytes: 4, source: 'source-4' })
  t.match(asked, [
    ['PutObject', { Bucket: 'models', Key: 'source', ContentLength: 10, Body: { end: 9 } }],
    ['PutObject', { Bucket: 'models', Key: 'source-4', ContentLength: 4, Body: { end: 3 } }],
  ])
  const keys = [await part.put(), await part.put()]
  t.equal(new Set(keys).size, 2)
  for (const key of keys) t.match(key, /^inputs\/bench-0\.\d+$/)
  t.match(asked[2], ['CopyObject', { Bucket: 'models', Key: keys[0], CopySource: 'models/source-4' }])
  t.equal(connections, 12)
})

t.test('copies of a benchmark are removed at every depth, and nothing else', async t => {
  const folder = t.testdir({ 'bench-1': '', other: '', inputs: { 'bench-2': '', 'x-bench-3': '' } })
  mkdirSync(join(folder, 'bench-folder'))
  writeFileSync(join(folder, 'bench-folder/kept'), '')
  await removeCopies(folder)
  t.same((readdirSync(folder, { recursive: true }) as string[]).sort(), [
    'bench-folder',
    'bench-folder/kept',
    'inputs',
    'inputs/x-bench-3',
    'other',
  ])
})

t.test('a file has exactly the wanted bytes, and no two mebibytes are equal', async t => {
  const path = join(t.testdir(), 'file')
  await writeBytes(path, 2 * mebibyte + 5)
  const bytes = readFileSync(path)
  t.equal(bytes.length, 2 * mebibyte + 5)
  t.notOk(bytes.subarray(0, mebibyte).equals(bytes.subarray(mebibyte, 2 * mebibyte)))
  t.same(
    [0, 1, 2].map(at => bytes[at * mebibyte]),
    [0, 1, 2],
  )
  t.equal(bytes.readUInt32LE(4), Math.imul(4, 0x9e3779b1) >>> 0)
})
