import {
  existsSync,
  futimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { findFile } from './file-version.ts'
import { AskedFolders, refreshFolder } from './fresh-file.ts'
import { parseKey } from './key.ts'
import { retryLookup } from './retry-lookup.ts'
import { readOrigin } from './origin.ts'
import { replaceFile } from './replace-file.ts'
import { withStagedFile } from './staged-file.ts'
import { WorkingSet } from './working-set.ts'

// A working set in which another process acts when a path is asked for, or when an answer has arrived.
function shared(t: Test) {
  const mountPath = join(t.testdir({ mnt: { models: { sub: {} }, '.staging': {} } }), 'mnt')
  const others = { asked: (_path: string) => {}, answered: (_answer: unknown) => {} }
  class Shared extends WorkingSet {
    override path(...names: readonly string[]): string {
      const path = super.path(...names)
      others.asked(path)
      return path
    }
    override async call<T>(operation: () => Promise<T>, late?: (answer: T) => void): Promise<T> {
      const answer = await super.call(operation, late)
      others.answered(answer)
      return answer
    }
  }
  return { mountPath, others, workingSet: new Shared({ mountPath }) }
}

const create = (workingSet: WorkingSet, names: string[]) =>
  withStagedFile(workingSet, async file => {
    await file.seal()
    return file.create(names)
  })

t.test('a file that appears while its folder is asked for is found', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const folder = join(mountPath, 'models/sub')
  others.asked = path => path === folder && writeFileSync(join(folder, 'm'), 'late')
  t.match(await findFile(workingSet, ['models', 'sub', 'm']), { bytes: 4 })
})

t.test('a writer that gave a file its name has created it, even if another replaces it at once', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const path = join(mountPath, 'models/m')
  let asked = 0
  others.asked = wanted => {
    if (wanted !== path || ++asked < 2) return
    writeFileSync(`${path}.new`, 'of another')
    renameSync(`${path}.new`, path)
  }
  t.equal(await create(workingSet, ['models', 'm']), true)
})

t.test(
  'a writer that gave its file the name of another has replaced that, even if a third replaces it at once',
  async t => {
    const { mountPath, others, workingSet } = shared(t)
    const path = join(mountPath, 'models/m')
    let asked = 0
    others.asked = wanted => {
      if (wanted !== path || ++asked < 2) return
      writeFileSync(`${path}.new`, 'of another')
      renameSync(`${path}.new`, path)
    }
    await replaceFile(workingSet, ['models', 'm'], 'mine')
    t.equal(readFileSync(path, 'utf8'), 'mine')
  },
)

t.test('a folder is looked up from the mount down, because a folder above it may have been moved', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const asked: string[] = []
  others.asked = path => asked.push(path)
  t.equal(await refreshFolder(workingSet, ['models', 'sub']), true)
  t.same(asked, [mountPath, join(mountPath, 'models'), join(mountPath, 'models/sub')])
})

t.test('files that are looked up at the same time ask for each of their folders once', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const opened: string[] = []
  others.asked = path => opened.push(path)
  const asked = new AskedFolders(workingSet)
  const names = [
    ['models', 'a'],
    ['models', 'sub', 'b'],
    ['none', 'c'],
  ]
  t.same(await Promise.all(names.map(path => findFile(workingSet, path, asked))), [undefined, undefined, undefined])
  const folders = ['', 'models', 'models/sub', 'none'].map(folder => join(mountPath, folder))
  t.same(opened.filter(path => folders.includes(path)).sort(), folders)
})

t.test('the second lookup of a missing file starts again at the mount', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const names = ['models', 'new', 'm']
  let asked = 0
  others.asked = path => {
    if (path !== mountPath || ++asked !== 2) return
    mkdirSync(join(mountPath, 'models/new'))
    writeFileSync(join(mountPath, ...names), 'late')
  }
  t.match(await retryLookup(workingSet, folders => findFile(workingSet, names, folders)), { bytes: 4 })
  t.equal(asked, 2)
})

t.test('a folder that appears while those above it are looked up is found, and a missing one is not', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const names = ['models', 'sub', 'new', 'newer']
  t.equal(await refreshFolder(workingSet, names), false)
  others.asked = path => path === mountPath && mkdirSync(join(mountPath, ...names), { recursive: true })
  t.equal(await refreshFolder(workingSet, names), true)
})

t.test('a write succeeds even if the folder is removed as soon as it has the file', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const folder = join(mountPath, 'models/sub')
  let asked = 0
  others.asked = path => {
    if (path === folder && ++asked === 2) rmSync(folder, { recursive: true })
  }
  await withStagedFile(workingSet, async file => {
    await file.seal()
    await file.replace(['models', 'sub', 'm'])
  })
  t.notOk(existsSync(folder))
})

t.test('if the staging folder disappears at every attempt to make a file in it, that is EFS_UNAVAILABLE', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const staging = join(mountPath, '.staging')
  others.asked = path => path.startsWith(`${staging}/`) && rmSync(staging, { recursive: true })
  const message = `No file can be made in ${staging}.`
  await t.rejects(replaceFile(workingSet, ['models', 'm'], 'x'), { code: 'EFS_UNAVAILABLE', message })
})

t.test('a file that was in the way and is gone at the second lookup does not count as created', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const path = join(mountPath, 'models/m')
  writeFileSync(path, 'of another')
  let asked = 0
  others.asked = wanted => {
    if (wanted === path && ++asked === 2) rmSync(path)
  }
  t.equal(await create(workingSet, ['models', 'm']), false)
})

t.test('a file that another process sweeps first, or a dangling link, does not disturb a sweep', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const staging = join(mountPath, '.staging')
  const left = join(staging, 'left')
  writeFileSync(left, '')
  utimesSync(left, new Date(0), new Date(0))
  symlinkSync(join(mountPath, 'none'), join(staging, 'nowhere'))
  // Another process removes the file after its age has been read.
  others.answered = answer => {
    if ((answer as { mtimeMs?: number } | undefined)?.mtimeMs === 0) rmSync(left)
  }
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  t.same(readdirSync(staging), ['nowhere'])
  t.equal(readFileSync(join(mountPath, 'outputs/a'), 'utf8'), 'done')
})

t.test('a file is swept as soon as it is sixteen minutes older than a file that is made now', async t => {
  const { mountPath, others, workingSet } = shared(t)
  const now = 1_700_000_000_000
  const staging = join(mountPath, '.staging')
  for (const [name, age] of [
    ['old', 960],
    ['young', 959],
  ] as const) {
    writeFileSync(join(staging, name), '')
    utimesSync(join(staging, name), now / 1000 - age, now / 1000 - age)
  }
  // The server's clock is behind, and so are the times of files that are made on it.
  others.answered = answer => {
    if (typeof answer === 'object' && answer && 'fd' in answer) futimesSync(answer.fd as number, now / 1000, now / 1000)
  }
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  t.same(readdirSync(staging), ['young'])
})

t.test('the first file creates all folders of a working set', async t => {
  const { mountPath, workingSet } = shared(t)
  rmSync(join(mountPath, 'models'), { recursive: true })
  await replaceFile(workingSet, ['models', 'm'], 'done')
  t.same(readdirSync(mountPath).sort(), ['.origins', '.staging', 'inputs', 'models', 'outputs'])
})

t.test('a copy without a record has no origin', async t => {
  const { mountPath, workingSet } = shared(t)
  mkdirSync(join(mountPath, '.origins'))
  t.equal(await readOrigin(workingSet, parseKey('models/m'), { ino: '1', bytes: 2, mtimeNs: '3' }), undefined)
})

t.test('an error with a numeric code is not treated as a file system error', async t => {
  const { workingSet } = shared(t)
  const odd = Object.assign(new Error('odd'), { syscall: 'open', code: 5 })
  await t.rejects(
    workingSet.call(() => Promise.reject(odd)),
    { name: 'Error', message: 'odd' },
  )
})
