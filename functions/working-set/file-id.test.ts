import { createHash } from 'node:crypto'
import t from 'tap'
import { fileIdOf, isFileId, keyOfContent } from './file-id.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

t.test('a fileId consists of the readable name and the hash of the key', async t => {
  t.equal(fileIdOf('inputs/seven.json'), `seven.json-${sha256('inputs/seven.json').slice(0, 40)}`)
  t.equal(
    fileIdOf('models/Vision/Digits V2.onnx'),
    `vision-digits-v2.onnx-${sha256('models/Vision/Digits V2.onnx').slice(0, 40)}`,
  )
  t.equal(fileIdOf('inputs/数字'), `file-${sha256('inputs/数字').slice(0, 40)}`)
})

t.test('data without a key gets its key and fileId from its content', async t => {
  const key = keyOfContent(Buffer.from('hello'))
  t.equal(key, `inputs/sha256-${sha256('hello')}`)
  t.equal(fileIdOf(key), `sha256-${sha256('hello')}`)
  t.not(fileIdOf(key.replace('inputs/', 'models/')), fileIdOf(key))
  t.not(fileIdOf(key.toUpperCase().replace('INPUTS', 'inputs')).toLowerCase(), fileIdOf(key))
})

t.test('keys that look alike have different fileIds, even if case is ignored', async t => {
  const hash = sha256('x')
  const keys = [
    ...[
      'inputs/a',
      'inputs/A',
      'models/a',
      'inputs/a/',
      'inputs/a b',
      'inputs/a-b',
      'inputs/a/b',
      'inputs/.a',
      'inputs/-a',
    ],
    ...['inputs/é', 'inputs/e\u0301', 'inputs/ä', `inputs/${'x'.repeat(200)}`, `inputs/${'x'.repeat(201)}`],
    ...[
      `inputs/sha256-${hash}`,
      `inputs/sha256-${hash.toUpperCase()}`,
      `models/sha256-${hash}`,
      `inputs/d/sha256-${hash}`,
    ],
  ]
  const ids = keys.map(fileIdOf)
  t.equal(new Set(ids.map(id => id.toLowerCase())).size, keys.length)
  for (const id of ids) t.match(id, /^[a-z0-9][a-z0-9._-]{0,127}$/)
})

t.test(
  'a fileId has 1 to 128 letters, digits, dots, hyphens and underscores, and does not begin as an option',
  async t => {
    for (const text of ['a', '_', 'A.b-c_9', 'a'.repeat(128)]) t.ok(isFileId(text), text)
    for (const text of ['', '-a', '.a', 'a/b', 'a b', 'a\n', 'a'.repeat(129), 'ü']) t.notOk(isFileId(text), text)
  },
)
