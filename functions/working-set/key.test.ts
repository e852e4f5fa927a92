import t from 'tap'
import { fileIdOf } from './file-id.ts'
import { contentOf, parseKey, parseModelName } from './key.ts'

const refused = (problem: RegExp) => ({ code: 'INVALID_REQUEST', message: problem })

t.test('a model keeps its path on EFS, and an input is found by its fileId', async t => {
  t.same(parseKey('models/vision/a.onnx').path, ['models', 'vision', 'a.onnx'])
  const key = parseKey('inputs/day/a.json')
  t.same(key, { text: 'inputs/day/a.json', fileId: fileIdOf('inputs/day/a.json'), path: ['inputs', key.fileId] })
})

t.test('only a name below models/ or inputs/ is a key', async t => {
  for (const text of ['models', 'inputs', 'outputs/a', 'a', 'Models/a', '/models/a', 'modelsx/a', '']) {
    t.throws(() => parseKey(text), refused(/must begin with models\/ or inputs\//), text)
  }
})

t.test('a key is refused if it leads out of its folder or has the path of another key', async t => {
  for (const text of ['models/.', 'models/a/./b'])
    t.throws(() => parseKey(text), refused(/has the name \. in it/), text)
  for (const text of ['models/..', 'inputs/a/../b'])
    t.throws(() => parseKey(text), refused(/has the name \.\. in it/), text)
  for (const text of ['models/', 'models//a', 'inputs/a/']) t.throws(() => parseKey(text), refused(/empty name/), text)
  for (const text of ['models/a\0', 'models/a\nb', 'models/a\x7f', 'models/\x85', 'inputs/\ud800', 'inputs/a\udc00']) {
    t.throws(() => parseKey(text), refused(/control character or a lone surrogate/), JSON.stringify(text))
  }
  for (const text of ['models/...', 'models/.a', 'models/a..b', 'inputs/😀']) t.doesNotThrow(() => parseKey(text), text)
})

t.test('a name has at most 255 bytes and a key at most 1024, however many characters they have', async t => {
  const key = (bytes: number) => `models/${'a/'.repeat(500)}${'b'.repeat(bytes - 1007)}`
  t.equal(Buffer.byteLength(key(1024)), 1024)
  t.doesNotThrow(() => parseKey(key(1024)))
  t.throws(() => parseKey(key(1025)), refused(/is longer than 1024 bytes/))
  t.throws(() => parseKey(`models/${'é/'.repeat(340)}`), refused(/is longer than 1024 bytes/))
  t.doesNotThrow(() => parseKey(`models/${'a'.repeat(255)}`))
  t.doesNotThrow(() => parseKey(`models/${'é'.repeat(127)}a`))
  t.throws(() => parseKey(`models/${'a'.repeat(256)}`), refused(/name longer than 255 bytes/))
  t.throws(() => parseKey(`models/${'é'.repeat(128)}`), refused(/name longer than 255 bytes/))
})

t.test('a model is looked up by its exact name first, then with .onnx, which is never added twice', async t => {
  t.same(parseModelName('vision/a'), [
    ['models', 'vision', 'a'],
    ['models', 'vision', 'a.onnx'],
  ])
  t.same(parseModelName('a.onnx'), [['models', 'a.onnx']])
  t.same(parseModelName('a'.repeat(250)).length, 2)
  for (const name of ['a'.repeat(251), 'a'.repeat(255), `${'é/'.repeat(337)}abc`]) {
    t.same(parseModelName(name), [['models', ...name.split('/')]], 'no room for .onnx')
  }
  t.throws(() => parseModelName('../inputs/a'), refused(/has the name \.\. in it/))
})

t.test('a model has two places up to the longest key, with .onnx added', async t => {
  const name = (bytes: number) => `${'a/'.repeat(500)}${'b'.repeat(bytes - 'models/.onnx'.length - 1000)}`
  t.equal(parseModelName(name(1024)).length, 2)
  t.equal(parseModelName(name(1025)).length, 1)
})

t.test('a key promises its content only if nothing but the SHA-256 is in its name', async t => {
  const sum = '0123456789abcdef'.repeat(4)
  const contentOfKey = (text: string) => contentOf({ text, fileId: 'x', path: ['x'] })
  t.equal(contentOfKey(`inputs/sha256-${sum}`), sum)
  for (const text of [`inputs/a/inputs/sha256-${sum}`, `inputs/sha256-${sum}.json`, `models/sha256-${sum}`]) {
    t.equal(contentOfKey(text), undefined, text)
  }
})
