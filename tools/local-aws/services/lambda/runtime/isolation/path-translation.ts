import { pathToFileURL } from 'node:url'

/** A folder's path for the function, and its real path. */
export interface Place {
  /** `/mnt/efs`, `/var/task` */
  readonly onLambda: string
  readonly onHost: string
}

/**
 * Translates paths for functions that see the host's file system: their environment variables have the real paths, and
 * their output has Lambda's paths. Only these edges are translated. Text that a function writes to a file, or sends to
 * another service, has the real paths.
 */
export class PathTranslation {
  readonly #places: readonly Place[]
  readonly #spellings: ReadonlyMap<string, string>
  readonly #pattern: RegExp

  constructor(places: readonly Place[]) {
    this.#places = places
    this.#spellings = new Map(
      places.flatMap(({ onHost, onLambda }) => spellings(onHost).map(text => [text, onLambda] as const)),
    )
    // The longest comes first: on macOS /var/folders/… is really /private/var/folders/…, which contains it.
    const alternatives = [...this.#spellings.keys()].sort((a, b) => b.length - a.length).map(escaped)
    // Only whole names match: /host/lambda is no part of /host/lambda-2, but ends a sentence in "/host/lambda."
    this.#pattern = new RegExp(`(?:${alternatives.join('|')})(?![\\w\\x80-\\xff-]|\\.\\w)`, 'g')
  }

  /** Translates a variable's value that is a Lambda path, or below one, to the path on the host. */
  toHost(value: string): string {
    const place = this.#places.find(({ onLambda }) => value === onLambda || value.startsWith(`${onLambda}/`))
    return place ? place.onHost + value.slice(place.onLambda.length) : value
  }

  /** Translates every path of the host to the path on Lambda. All other bytes are unchanged, UTF-8 or not. */
  toLambda(bytes: Uint8Array): Uint8Array {
    const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const after = before.replace(this.#pattern, spelling => this.#spellings.get(spelling)!)
    return after === before ? bytes : Buffer.from(after, 'latin1')
  }
}

/**
 * The spellings of a path: plain; in a file URL, as in stack traces of ES modules; in JSON, and in JSON inside JSON, as
 * in answers and log lines.
 */
function spellings(path: string): string[] {
  const json = Array.from({ length: 3 }).reduce<string[]>(
    ([text, ...rest]) => [JSON.stringify(text).slice(1, -1), text!, ...rest],
    [path],
  )
  const url = pathToFileURL(path).href.replace('file://', '')
  return [...new Set([...json, url])].map(text => Buffer.from(text).toString('latin1'))
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
