import { NotFound, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { runKeys } from './run-keys.ts'

const names = { input: 'inputs/digit-7.json', largeBytes: 1024 }

/** The keys on a bucket that has these objects. */
async function keysBeside(...there: string[]) {
  const { connection, asked } = stubAws({
    HeadObject: ({ Key }) => (there.includes(Key as string) ? {} : serviceError(NotFound)),
  })
  const keys = await runKeys(connection.clients.get(S3Client), 'bucket', names)
  return { keys, asked }
}

const plain = {
  input: 'inputs/digit-7.json',
  modelName: 'digits',
  model: 'models/digits.onnx',
  large: 'inputs/large-1024.bin',
}

t.test('the keys of a fresh system are plain', async t => {
  const { keys, asked } = await keysBeside('models/other.onnx')
  t.same(keys, plain)
  t.same(
    asked,
    [plain.input, plain.model, plain.large].map(Key => ['HeadObject', { Bucket: 'bucket', Key }]),
  )
})

t.test('after an earlier exercise, all keys have the time', async t => {
  for (const there of [plain.input, plain.model, plain.large]) {
    const { keys } = await keysBeside(there)
    const [, time] = /^digits-(2\d{16})$/.exec(keys.modelName)!
    t.same(keys, {
      input: `inputs/digit-7-${time}.json`,
      modelName: `digits-${time}`,
      model: `models/digits-${time}.onnx`,
      large: `inputs/large-1024-${time}.bin`,
    })
  }
})

t.test('a bucket that refuses the question is an error', async t => {
  const { connection } = stubAws({ HeadObject: new Error('refused') })
  await t.rejects(runKeys(connection.clients.get(S3Client), 'bucket', names), /refused/)
})
