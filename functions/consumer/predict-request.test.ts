import t from 'tap'
import { readPredictRequest } from './predict-request.ts'

const read = (body: unknown) => readPredictRequest({ body: JSON.stringify(body) } as never)

t.test('a request has an input and a model, and archives nothing unless it says so', async t => {
  t.same(read({ fileId: 'a', model: 'sub/m' }), { fileId: 'a', model: 'sub/m', archive: false })
  t.match(read({ fileId: 'a', model: 'm', archive: true }), { archive: true })
})

t.test('a request with a wrong field is refused with the name of the field', async t => {
  for (const [body, at] of [
    [{ fileId: '../a', model: 'm' }, 'fileId: expected 1 to 128 letters, digits, dots, hyphens and underscores'],
    [{ model: 'm' }, 'fileId'],
    [{ fileId: 'a', model: '' }, 'model'],
    [{ fileId: 'a' }, 'model'],
    [{ fileId: 'a', model: 'm', archive: 'yes' }, 'archive'],
  ] as const) {
    const message = new RegExp(`^The body is not what is expected at ${at}`)
    t.throws(() => read(body), { code: 'INVALID_REQUEST', message }, at)
  }
})

t.test('the name of a model that no key can have is refused before anything is looked up', async t => {
  for (const model of ['..', 'a//b', 'a/../b']) {
    t.throws(() => read({ fileId: 'a', model }), { code: 'INVALID_REQUEST', message: /^The key "models\// }, model)
  }
})
