import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writeWhole } from './write-whole.ts'

t.test('a file is replaced as a whole, and nothing else stays beside it, also if it cannot be written', async t => {
  const folder = t.testdir()
  const path = join(folder, 'artifact.zip')
  await writeWhole(path, Buffer.from('a longer first content'))
  await Promise.all(['one', 'two'].map(text => writeWhole(path, Buffer.from(text))))
  t.match(readFileSync(path, 'utf8'), /^(one|two)$/)
  mkdirSync(join(folder, 'taken/by'), { recursive: true })
  await t.rejects(writeWhole(join(folder, 'taken'), Buffer.from('x')))
  t.same(readdirSync(folder).sort(), ['artifact.zip', 'taken'])
})
