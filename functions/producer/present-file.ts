import { type FileVersion, findFile } from '../working-set/file-version.ts'
import { fileInTheWay } from '../working-set/folders.ts'
import type { Ingestion } from './ingestion.ts'

/** The file of this key on EFS, or undefined. */
export async function presentFile({ workingSet, key, trace }: Ingestion): Promise<FileVersion | undefined> {
  trace.stage = 'write'
  const file = await findFile(workingSet, key.path)
  if (file === 'folder') throw fileInTheWay(key.path, 'a folder', 'a file')
  return file
}
