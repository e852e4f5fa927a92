import { Failure } from '../failure/failure.ts'
import { fileIdOf } from './file-id.ts'

/** An object key that has a place on EFS. */
export interface Key {
  readonly text: string
  readonly fileId: string
  /**
   * The path below the mount. Models keep their names, because /predict and ONNX external data refer to them by name.
   * Inputs are found only by fileId.
   */
  readonly path: readonly string[]
}

const maxKeyBytes = 1024 // S3's limit (docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html)
const maxNameBytes = 255 // EFS's limit for one name (docs.aws.amazon.com/efs/latest/ug/limits.html)

export function parseKey(text: string): Key {
  const names = namesOf(text)
  const fileId = fileIdOf(text)
  return { text, fileId, path: names[0] === 'models' ? names : ['inputs', fileId] }
}

/**
 * The SHA-256, in hexadecimal digits, of the content that a key promises; undefined unless the key is made of its
 * content (keyOfContent).
 */
export function contentOf({ text }: Key): string | undefined {
  return /^inputs\/sha256-([0-9a-f]{64})$/.exec(text)?.[1]
}

/**
 * The places where a model of this name may be: with or without .onnx, the exact name first. If the name is too long to
 * add .onnx, there is one place.
 */
export function parseModelName(name: string): readonly (readonly string[])[] {
  const exact = namesOf(`models/${name}`)
  const withSuffix = `models/${name}.onnx`
  return name.endsWith('.onnx') || isTooLong(withSuffix) ? [exact] : [exact, namesOf(withSuffix)]
}

function namesOf(key: string): string[] {
  const [folder, ...names] = key.split('/')
  if ((folder !== 'models' && folder !== 'inputs') || names.length === 0) {
    throw invalid(key, 'must begin with models/ or inputs/')
  }
  checkNames(key, names)
  return [folder, ...names]
}

function isTooLong(key: string): boolean {
  return Buffer.byteLength(key) > maxKeyBytes || key.split('/').some(name => Buffer.byteLength(name) > maxNameBytes)
}

// Every refusal here keeps a path below the mount, or apart from another key's path: `..` climbs, an empty name or `.`
// gives two keys one path, and all lone surrogates become the same replacement character in UTF-8.
function checkNames(key: string, names: string[]): void {
  if (Buffer.byteLength(key) > maxKeyBytes) throw invalid(key, `is longer than ${maxKeyBytes} bytes`)
  if (/\p{Cc}|\p{Surrogate}/u.test(key)) throw invalid(key, 'contains a control character or a lone surrogate')
  for (const name of names) {
    if (name === '') throw invalid(key, 'has an empty name in it')
    if (name === '.' || name === '..') throw invalid(key, `has the name ${name} in it`)
    if (Buffer.byteLength(name) > maxNameBytes) throw invalid(key, `has a name longer than ${maxNameBytes} bytes in it`)
  }
}

function invalid(key: string, problem: string): Failure {
  return new Failure('INVALID_REQUEST', `The key ${JSON.stringify(key.slice(0, 200))} ${problem}.`)
}
