import t from 'tap'
import { unzip } from './unzip.ts'
import { zip } from './zip.ts'

const entry = (name: string) => ({ name, content: Buffer.from(`content of ${name}`) })

t.test('another program finds every file in a zip, readable by all, with one time', async t => {
  const found = await unzip(await zip([entry('index.js'), entry('node_modules/b/c.js')]))
  t.same(
    found.map(({ name, content, mode }) => ({ name, content: String(content), mode })),
    [
      { name: 'index.js', content: 'content of index.js', mode: 0o644 },
      { name: 'node_modules/b/c.js', content: 'content of node_modules/b/c.js', mode: 0o644 },
    ],
  )
  for (const { modifiedAt } of found) t.equal(modifiedAt.toISOString(), '1980-01-01T00:00:00.000Z')
})

t.test('the order of the files makes no difference, their content does', async t => {
  const [a, b] = [entry('a'), entry('b')]
  t.ok((await zip([a, b])).equals(await zip([b, a])))
  t.notOk((await zip([a, b])).equals(await zip([a, { ...b, content: Buffer.from('other') }])))
})

t.test('a slice of a larger buffer is zipped as the slice', async t => {
  const content = Buffer.from('not this, this, not this').subarray(10, 14)
  t.equal(String((await unzip(await zip([{ name: 'a', content }])))[0]!.content), 'this')
})
