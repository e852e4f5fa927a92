import { mkdir, open, stat } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { unless, type WorkingSet } from './working-set.ts'

export const stagingFolder = '.staging'
export const originsFolder = '.origins'
// What a working set has from its first use on, whichever file comes first.
const folders = ['models', 'inputs', 'outputs', stagingFolder, originsFolder]

export async function makeFolders(workingSet: WorkingSet): Promise<void> {
  for (const folder of folders) await makeFolder(workingSet, [folder])
}

// Makes the folder one name at a time from the mount on, so that a missing mount is an error and never made.
export async function makeFolder(workingSet: WorkingSet, names: readonly string[]): Promise<void> {
  if (await isFolder(workingSet, names)) return
  for (let depth = 1; depth <= names.length; depth++) {
    const path = workingSet.path(...names.slice(0, depth))
    const handled = depth === 1 ? ['EEXIST'] : ['EEXIST', 'ENOTDIR']
    await workingSet.call(mkdir(path).catch(unless(undefined, ...handled)))
  }
  if (await isFolder(workingSet, names)) return
  if (names.length > 1) throw fileInTheWay(names, 'a file', 'a folder')
  throw new Failure('EFS_UNAVAILABLE', `${workingSet.path(...names)} is a file where this function needs a folder.`)
}

// A rename is on disk for certain when its folder is.
export async function syncFolder(workingSet: WorkingSet, names: readonly string[]): Promise<void> {
  const folder = await workingSet.call(open(workingSet.path(...names)))
  try {
    await workingSet.call(folder.sync())
  } finally {
    await workingSet.call(folder.close())
  }
}

// A bucket can hold both a and a/b, a file system cannot.
export function fileInTheWay(names: readonly string[], is: string, wanted: string): Failure {
  return new Failure('INVALID_REQUEST', `On EFS ${names.join('/')} is or lies below ${is}, so it cannot be ${wanted}.`)
}

async function isFolder(workingSet: WorkingSet, names: readonly string[]): Promise<boolean> {
  const entry = await workingSet.call(stat(workingSet.path(...names)).catch(unless(undefined, 'ENOENT', 'ENOTDIR')))
  return entry?.isDirectory() ?? false
}
