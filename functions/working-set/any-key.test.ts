import { join, relative, sep } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { holds } from '../../tools/testing/property.ts'
import { readPredictRequest } from '../consumer/predict-request.ts'
import { Failure } from '../failure/failure.ts'
import { fileIdOf, isFileId } from './file-id.ts'
import { type Key, parseKey } from './key.ts'
import { anyKey } from './key-fixture.ts'

// Returns the key, or undefined if it is refused as the caller's mistake. Throws any other error.
function accepted(text: string): Key | undefined {
  try {
    return parseKey(text)
  } catch (error) {
    if (error instanceof Failure && error.code === 'INVALID_REQUEST') return undefined
    throw error
  }
}

const predictWith = (body: object) => readPredictRequest({ body: JSON.stringify(body) } as never)

t.test('/predict takes every fileId that /ingest returns for a key', async t => {
  let taken = 0
  const takes = fc.property(anyKey, text => {
    const key = accepted(text)
    if (!key) return
    taken++
    predictWith({ fileId: key.fileId, model: 'm' })
    return isFileId(key.fileId) && key.fileId.length <= 128
  })
  await holds(takes, { runs: 1000 })
  t.ok(taken > 200, `${taken} keys were taken`)
})

t.test('/predict takes a fileId with any beginning, even if characters before the name are left out', async t => {
  for (const name of ['_meta.json', '._meta', '-_a', '(_)', '__', '...', '---', '_', '数_', '_'.repeat(200)]) {
    const { fileId } = parseKey(`inputs/${name}`)
    t.equal(predictWith({ fileId, model: 'm' }).fileId, fileId, name)
  }
})

t.test('/predict takes the name of any model that /ingest takes', async t => {
  const takes = fc.property(anyKey, text => {
    const key = accepted(text)
    if (key?.path[0] !== 'models' || !accepted(`${text}.onnx`)) return
    const model = text.slice('models/'.length)
    return predictWith({ fileId: 'f', model }).model === model
  })
  await holds(takes, { runs: 1000 })
  t.pass('the property holds')
})

t.test('no key leads out of its folder on the mount', async t => {
  const mount = join(sep, 'mnt', 'efs')
  const staysBelow = fc.property(anyKey, text => {
    const key = accepted(text)
    if (!key) return
    const path = relative(mount, join(mount, ...key.path)).split(sep)
    const isAsWritten = path.join('\0') === key.path.join('\0')
    return isAsWritten && path[0] === text.split('/')[0] && path.length > 1
  })
  await holds(staysBelow, { runs: 1000 })
  t.pass('the property holds')
})

t.test('two keys share neither a path nor a fileId, and no input and model share a path', async t => {
  const pathsAndIds = fc.property(fc.uniqueArray(anyKey, { minLength: 10, maxLength: 30 }), texts => {
    const keys = texts.flatMap(text => accepted(text) ?? [])
    // Compares as on a file system that ignores case: a fileId is safe there, but the path of a model is its name.
    const ids = new Set(keys.map(({ fileId }) => fileId.toLowerCase()))
    const paths = new Set(keys.map(({ path }) => Buffer.from(path.join('/')).toString('hex')))
    return ids.size === keys.length && paths.size === keys.length
  })
  await holds(pathsAndIds, { runs: 100 })
  t.pass('the property holds')
})

t.test('a fileId depends on every character of the key', async t => {
  const differs = fc.property(anyKey, fc.nat(), (text, at) => {
    const position = at % text.length
    const changed = `${text.slice(0, position)}~${text.slice(position + 1)}`
    return changed === text || fileIdOf(changed) !== fileIdOf(text)
  })
  await holds(differs, { runs: 1000 })
  t.pass('the property holds')
})
