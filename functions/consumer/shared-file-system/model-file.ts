import { Failure } from '../../failure/failure.ts'
import { type FileVersion, findFile, sameVersion } from '../../working-set/file-version.ts'
import type { AskedFolders } from '../../working-set/fresh-file.ts'
import { parseModelName } from '../../working-set/key.ts'
import { retryLookup } from '../../working-set/retry-lookup.ts'
import type { WorkingSet } from '../../working-set/working-set.ts'

/** A file below the mount as it was found. `version` is undefined if there was no file. */
export interface FoundFile {
  names: readonly string[]
  version: FileVersion | undefined
}

export interface ModelFile extends FoundFile {
  name: string
  version: FileVersion
}

/** The version as text, for comparisons. */
export function versionText({ ino, bytes, mtimeNs }: FileVersion): string {
  return `${ino} ${bytes} ${mtimeNs}`
}

/** Finds the file of the model of this name. Throws MODEL_NOT_FOUND. */
export async function findModelFile(workingSet: WorkingSet, name: string, asked?: AskedFolders): Promise<ModelFile> {
  const file = await retryLookup(
    workingSet,
    async folders => {
      for (const names of parseModelName(name)) {
        const version = await findFile(workingSet, names, folders)
        if (typeof version === 'object') return { name, names, version }
      }
      return undefined
    },
    asked,
  )
  if (file) return file
  const message = `There is no model ${name} on EFS. Put it in the bucket as models/${name} and wait a moment.`
  throw new Failure('MODEL_NOT_FOUND', message, { model: name })
}

/** Whether each of these files still is the one that was found. */
export async function areUnchanged(workingSet: WorkingSet, files: readonly FoundFile[]): Promise<boolean> {
  const unchanged = files.map(async ({ names, version }) => {
    const now = await findFile(workingSet, names)
    if (typeof now !== 'object' || !version) return version === undefined && typeof now !== 'object'
    return sameVersion(now, version)
  })
  return (await Promise.all(unchanged)).every(Boolean)
}
