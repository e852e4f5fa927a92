import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { useLab } from './use-lab-fixture.ts'

t.test(
  'after a replacement each of the three clients may see another state, since each has caches of its own',
  async t => {
    const lab = useLab(t)
    const { a, b, c, server } = lab.folder()
    const replace = async (text: string) => {
      await writeFile(join(c, '.new'), text)
      await rename(join(c, '.new'), join(c, 'f'))
    }
    await replace('old')
    t.equal(await readFile(join(b, 'f'), 'utf8'), 'old')
    await using held = await open(join(a, 'f'))
    t.equal(await held.readFile('utf8'), 'old')
    await replace('new')
    t.equal(await readFile(join(server, 'f'), 'utf8'), 'new', 'the server has it')
    t.equal(await readFile(join(c, 'f'), 'utf8'), 'new', 'and so has the client that wrote it')

    // B opens the handle that it remembers. The server still has the old file, since A has it open.
    const outcomes = new Set<string>()
    const start = performance.now()
    let seen = await seenAt(b)
    for (; seen !== 'new' && performance.now() - start < patienceMs; seen = await seenAt(b)) {
      outcomes.add(seen)
      await sleep(500)
    }
    const seconds = (performance.now() - start) / 1000
    lab.observe({
      what: `B sees ${[...outcomes].join(', ') || 'nothing else'} before the new file, for`,
      value: Math.round(seconds),
      unit: 's',
    })
    t.equal(seen, 'new', 'B sees it in the end')
  },
)

t.test('a client that opens the folder first sees the new file at once', async t => {
  const lab = useLab(t)
  const { b, c } = lab.folder()
  await writeFile(join(c, 'f'), 'old')
  t.equal(await seenAt(b), 'old')
  await writeFile(join(c, '.new'), 'new')
  await rename(join(c, '.new'), join(c, 'f'))
  // Opening a folder makes the client ask whether it has changed, and then look up its names again.
  await (await open(b)).close()
  const start = performance.now()
  t.equal(await seenAt(b), 'new')
  lab.observe({ what: 'B sees the new file after', value: Math.round(performance.now() - start), unit: 'ms' })
})

t.test('clients also remember that a name is missing, below a new folder too', async t => {
  const lab = useLab(t)
  const { b, c } = lab.folder()
  t.equal(await seenAt(join(b, 'n')), 'ENOENT')
  await mkdir(join(c, 'n'))
  await writeFile(join(c, 'n/f'), 'new')
  const start = performance.now()
  let seen = await seenAt(join(b, 'n'))
  for (; seen !== 'new' && performance.now() - start < patienceMs; seen = await seenAt(join(b, 'n'))) await sleep(500)
  lab.observe({
    what: 'B sees the file below the new folder after',
    value: Math.round((performance.now() - start) / 1000),
    unit: 's',
  })
  t.equal(seen, 'new')
})

// acdirmax and acregmax are 60 s (nfs(5)): for that long a client may rely on its cache.
const patienceMs = 100_000

/** The text of file `f` as a reader sees it, or the error's code. */
async function seenAt(folder: string): Promise<string> {
  try {
    await using file = await open(join(folder, 'f'))
    await file.stat()
    return await file.readFile('utf8')
  } catch (error) {
    const { code, errno } = error as NodeJS.ErrnoException
    // Node 20 has no name for ESTALE on Linux.
    return errno === -116 ? 'ESTALE' : String(code)
  }
}
