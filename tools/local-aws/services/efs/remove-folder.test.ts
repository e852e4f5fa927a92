import { rm, stat } from 'node:fs/promises'
import t from 'tap'
import { removeFolder } from './remove-folder.ts'

/** Answers this many times as a file system with an open file in the folder does. */
function busy(code: string, times: number): typeof rm {
  return async (...request) => {
    if (times-- > 0) throw Object.assign(new Error(code), { code })
    return rm(...request)
  }
}

t.test('a folder is removed when its files are no longer open, and files that remain open are named', async t => {
  const folder = t.testdir({ '.nfs0001': '', a: { '.nfs0002': '' } })
  await t.rejects(
    removeFolder(folder, { remove: busy('EACCES', 1) }),
    { code: 'EACCES' },
    'another error is thrown at once',
  )
  await t.rejects(removeFolder(folder, { deadlineMs: 0, remove: busy('EBUSY', 1) }), {
    name: 'FolderInUse',
    cause: { code: 'EBUSY' },
    message: /^\/.* remains, because files in it are in use or new: (?=.*\.nfs0001)(?=.*a\/\.nfs0002)/,
  })
  await removeFolder(folder, { remove: busy('ENOTEMPTY', 2) })
  await t.rejects(stat(folder), { code: 'ENOENT' })
  await t.resolves(removeFolder(folder), 'a missing folder need not be removed')
})

t.test('the error names five of the files that keep a folder, and shows whether there are more', async t => {
  for (const [files, message] of [
    [5, /: ([a-e], ){4}[a-e]$/],
    [6, /: ([a-f], ){5}…$/],
  ] as const) {
    const folder = t.testdir(Object.fromEntries([...'abcdef'].slice(0, files).map(name => [name, ''])))
    const removed = removeFolder(folder, { deadlineMs: 0, remove: busy('EBUSY', 1) })
    await t.rejects(removed, { name: 'FolderInUse', message })
  }
})
