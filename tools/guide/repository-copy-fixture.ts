import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Test } from 'tap'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Copies the repository's files into a new folder, with the packages installed here. So commands that write there
 * disturb no other test, and their files are removed afterwards. For tests only.
 */
export async function repositoryCopy(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-efs-guide-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z']
  const { stdout } = await promisify(execFile)('git', list, { cwd: repository, maxBuffer: 1 << 26 })
  for (const path of stdout.split('\0').filter(Boolean)) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    // The list includes files that were deleted but not committed yet.
    await cp(join(repository, path), target).catch(error => {
      if (error.code !== 'ENOENT') throw error
    })
  }
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  return folder
}
