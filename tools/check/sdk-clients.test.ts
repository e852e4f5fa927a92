import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { sourceFiles } from './import-graph.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Files whose calls Ctrl-C need not end, and the file that makes the connection. */
const apart = ['functions/', 'tools/local-aws/', 'tools/nfs-lab/', 'tools/command/']

t.test('commands have their SDK clients from the connection, so Ctrl-C ends the calls of each', async t => {
  const files = (await sourceFiles(repository)).filter(
    file => !/(\.test|-fixture)\.ts$/.test(file) && !apart.some(folder => file.startsWith(folder)),
  )
  t.ok(files.length > 300)
  const own = files.filter(file => /new (?!Api)\w+Client\(/.test(readFileSync(`${repository}${file}`, 'utf8')))
  t.same(own, [])
})
