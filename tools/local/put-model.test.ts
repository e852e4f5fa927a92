import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { putModel } from './put-model.ts'

const gibibyte = 1024 ** 3

function put(name: string, bytes: number) {
  const { connection, asked } = stubAws({ PutObject: {} })
  const s3 = connection.clients.get(S3Client)
  s3.config.endpoint = async () => ({ protocol: 'http:', hostname: '127.0.0.1', path: '/' })
  return { asked, putting: putModel(s3, 'demo-models', name, Readable.from(['content']), bytes) }
}

t.test('a model is put below models/, up to a GiB', async t => {
  const { asked, putting } = put('digits.onnx', gibibyte)
  await putting
  t.match(asked, [['PutObject', { Bucket: 'demo-models', Key: 'models/digits.onnx' }]])
})

t.test('a larger file, and a name that cannot be a key, are refused before anything is sent', async t => {
  const large = put('a.onnx', gibibyte + 1)
  await t.rejects(large.putting, {
    message: `a.onnx has ${gibibyte + 1} bytes, and the Producer copies at most ${gibibyte}.`,
  })
  const wrong = put('../a.onnx', 1)
  await t.rejects(wrong.putting)
  t.same([large.asked, wrong.asked], [[], []])
})
