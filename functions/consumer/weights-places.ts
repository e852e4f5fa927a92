import { Failure } from '../failure/failure.ts'
import { parseKey } from '../working-set/key.ts'

/**
 * Resolves the locations that a model names for its weights to the files: relative to the model's folder, each once and
 * in order. Throws INVALID_MODEL if a location is not a place in that folder. ONNX allows a relative path without `..`
 * (docs/ExternalData.md in github.com/onnx/onnx). The runtime is laxer: it resolves `..` if the folder before it
 * exists, and ends a name at NUL.
 */
export function weightsPlaces(locations: readonly string[], model: readonly string[]): string[] {
  const places = locations.map(location => placeOf(location, model))
  return [...new Set(places)].filter(place => place !== model.at(-1)).sort()
}

function placeOf(location: string, model: readonly string[]): string {
  if (location.startsWith('/')) throw refused(location, model, 'it begins with /')
  const names = location.split('/').filter(name => name !== '' && name !== '.')
  if (names.includes('..')) throw refused(location, model, '.. is not allowed in it')
  try {
    return parseKey(['models', ...names].join('/'))
      .path.slice(1)
      .join('/')
  } catch (error) {
    throw refused(location, model, 'no object in the bucket can bring a file of that name', error)
  }
}

function refused(location: string, model: readonly string[], why: string, cause?: unknown): Failure {
  const message =
    `${model.join('/')} names ${JSON.stringify(location.slice(0, 200))} for its weights: ${why}. ` +
    'ONNX takes a path below the folder of the model.'
  return new Failure('INVALID_MODEL', message, {}, cause)
}
