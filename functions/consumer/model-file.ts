import { Failure } from '../failure/failure.ts'
import { findFile } from '../working-set/file-version.ts'
import { parseModelName } from '../working-set/key.ts'
import type { WorkingSet } from '../working-set/working-set.ts'

export interface ModelFile {
  name: string
  path: string
  // Another one whenever the file or the weights beside it were replaced.
  stamp: string
}

// Weights that a model keeps outside its own file lie beside it, by the exporters' habit under one of these names.
const weightSuffixes = ['.data', '_data']

export async function findModelFile(workingSet: WorkingSet, name: string): Promise<ModelFile> {
  for (const names of parseModelName(name)) {
    const version = await findFile(workingSet, names)
    if (version === undefined || version === 'folder') continue
    const beside = weightSuffixes.map(suffix => [...names.slice(0, -1), names.at(-1) + suffix])
    const weights = await Promise.all(beside.map(path => findFile(workingSet, path)))
    return { name, path: workingSet.path(...names), stamp: JSON.stringify([version, ...weights]) }
  }
  const message = `There is no model ${name} on EFS. Put it in the bucket as models/${name} and wait a moment.`
  throw new Failure('MODEL_NOT_FOUND', message, { model: name })
}
