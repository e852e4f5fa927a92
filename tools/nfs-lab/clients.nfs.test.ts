import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { useLab } from './use-lab.ts'

t.test('what one client writes, the server and the others have', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  await writeFile(join(folder.a, 'f'), 'text')
  for (const place of [folder.server, folder.b, folder.c]) t.equal(await readFile(join(place, 'f'), 'utf8'), 'text')
  lab.observe({ what: 'places that have what client a wrote', value: 3, unit: 'of 3' })
})
