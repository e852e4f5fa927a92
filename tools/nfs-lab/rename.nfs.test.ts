import { readdirSync } from 'node:fs'
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { useLab } from './use-lab-fixture.ts'

const rounds = 200

for (const [which, client, atomic] of [
  ['another client has', 'a', true],
  ['the same client has', 'b', false],
] as const) {
  t.test(`a rename over a file that ${which} open ${atomic ? 'is' : 'is not'} atomic`, async t => {
    const lab = useLab(t)
    const folder = lab.folder()
    await writeFile(join(folder.b, 'f'), 'old')
    let missing = 0
    let over = false
    const watching = (async () => {
      while (!over) await stat(join(folder.server, 'f')).catch(() => missing++)
    })()
    let renamedAside = 0
    for (let i = 0; i < rounds; i++) {
      // Otherwise the client would open the previous file: clients.nfs.test.ts.
      await (await open(folder[client])).close()
      await using held = await open(join(folder[client], 'f'))
      await held.readFile()
      await writeFile(join(folder.b, '.new'), `${i}`)
      await rename(join(folder.b, '.new'), join(folder.b, 'f'))
      if (readdirSync(folder.server).some(name => name.startsWith('.nfs'))) renamedAside++
    }
    over = true
    await watching
    t.equal(await readFile(join(folder.server, 'f'), 'utf8'), `${rounds - 1}`)
    t.equal(renamedAside, atomic ? 0 : rounds)
    if (atomic) t.equal(missing, 0)
    lab.observe({
      what: `renames before which the open file was first renamed to .nfsXXXX`,
      value: renamedAside,
      unit: `of ${rounds}`,
    })
    lab.observe({ what: 'looks at the name on the server that found nothing', value: missing, unit: '' })
  })
}
