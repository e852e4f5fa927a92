import t from 'tap'
import { keyOfContent } from '../working-set/file-id.ts'
import { readIngestRequest } from './ingest-request.ts'

const read = (body: object) => readIngestRequest({ body: JSON.stringify(body) } as never)
const text = (body: object) => {
  const { key, data } = read(body)
  return [key.text, data && Buffer.from(data).toString()]
}
const refused = (body: object, message: string | RegExp) =>
  t.throws(() => read(body), { code: 'INVALID_REQUEST', message }, JSON.stringify(body))

t.test('a request names an object, or has data with or without a key', async t => {
  t.same(text({ key: 'models/m' }), ['models/m', undefined])
  t.same(text({ key: 'inputs/a', data: 'é' }), ['inputs/a', 'é'])
  t.same(text({ data: 'é' }), [keyOfContent(Buffer.from('é')), 'é'])
  t.same(text({ key: 'inputs/a', data: '' }), ['inputs/a', ''])
  refused({}, 'The body has neither key nor data.')
})

t.test('base64 is decoded, with or without padding and line ends', async t => {
  for (const data of ['w6k=', 'w6k', 'w6\r\nk=\n'])
    t.same(text({ key: 'inputs/a', data, encoding: 'base64' })[1], 'é', data)
  t.same(text({ key: 'inputs/a', data: 'w6k=\n' })[1], 'w6k=\n', 'other text keeps its line ends')
})

t.test('data that its encoding cannot have is refused', async t => {
  for (const data of ['w6k!', 'w', 'w6k==', 'w6l=']) {
    refused({ key: 'inputs/a', data, encoding: 'base64' }, 'The field data is not valid base64.')
  }
  refused({ key: 'inputs/a', data: '\ud800' }, 'The field data is not valid utf8.')
  refused({ key: 'inputs/a', data: 'a', encoding: 'hex' }, /^The body is not what is expected at encoding/)
})

t.test('data is stored under inputs/ only, and under the name of a content only if it has that content', async t => {
  refused({ key: 'models/m', data: 'a' }, 'Data is stored under inputs/ only, not as models/m.')
  const key = keyOfContent(Buffer.from('a'))
  t.same(text({ key, data: 'a' }), [key, 'a'])
  refused({ key, data: 'b' }, `${key} is named after another content than this data.`)
})
