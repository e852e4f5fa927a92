import { stat } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { findFile } from '../working-set/file-version.ts'
import { parseModelName } from '../working-set/key.ts'
import { unless, type WorkingSet } from '../working-set/working-set.ts'

export interface ModelFile {
  name: string
  names: readonly string[]
  path: string
  // Another one whenever the file or the weights beside it were replaced.
  stamp: string
}

// Weights that a model keeps outside its own file lie beside it, by the exporters' habit under one of these names.
const weightSuffixes = ['.data', '_data']

export async function findModelFile(workingSet: WorkingSet, name: string): Promise<ModelFile> {
  const candidates = parseModelName(name)
  const versions = await Promise.all(candidates.map(names => findFile(workingSet, names)))
  const index = versions.findIndex(version => version !== undefined && version !== 'folder')
  const names = candidates[index]
  if (!names) throw modelNotFound(name)
  const path = workingSet.path(...names)
  const weights = await Promise.all(weightSuffixes.map(suffix => weightsVersion(workingSet, path + suffix)))
  return { name, names, path, stamp: JSON.stringify([versions[index], ...weights]) }
}

// stat, which NFS may answer from memory: most models have no such files, and looking for them must cost nothing.
async function weightsVersion(workingSet: WorkingSet, path: string): Promise<string | undefined> {
  const stats = await workingSet.call(stat(path, { bigint: true }).catch(unless(undefined, 'ENOENT')))
  return stats && `${stats.ino}/${stats.size}/${stats.mtimeNs}`
}

export function modelNotFound(name: string): Failure {
  const message = `There is no model ${name} on EFS. Put it in the bucket as models/${name} and wait a moment.`
  return new Failure('MODEL_NOT_FOUND', message, { model: name })
}
