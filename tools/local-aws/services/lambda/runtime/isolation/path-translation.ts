import { pathToFileURL } from 'node:url'

/** Where a function finds something, and where it really is. */
export interface Place {
  /** `/mnt/efs`, `/var/task` */
  readonly onLambda: string
  readonly onHost: string
}

/**
 * For functions that see the host's file system: their environment variables say where things really are, and what
 * leaves them says where they are on Lambda. Only these edges are translated: what a function writes to a file, or
 * sends to another service, it writes as it sees it.
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
    // The longest first: on macOS /var/folders/… is really /private/var/folders/…, which contains it.
    const alternatives = [...this.#spellings.keys()].sort((a, b) => b.length - a.length).map(escaped)
    // Whole names only: /host/lambda is no part of /host/lambda-2, but ends a sentence in "/host/lambda."
    this.#pattern = new RegExp(`(?:${alternatives.join('|')})(?![\\w\\x80-\\xff-]|\\.\\w)`, 'g')
  }

  /** A variable's value that is a path of Lambda's, or below one, as the path on the host. */
  toHost(value: string): string {
    const place = this.#places.find(({ onLambda }) => value === onLambda || value.startsWith(`${onLambda}/`))
    return place ? place.onHost + value.slice(place.onLambda.length) : value
  }

  /** Text with every path of the host as the path on Lambda; all other bytes as they are, UTF-8 or not. */
  toLambda(bytes: Uint8Array): Uint8Array {
    const before = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const after = before.replace(this.#pattern, spelling => this.#spellings.get(spelling)!)
    return after === before ? bytes : Buffer.from(after, 'latin1')
  }
}

/** As it is; in a file URL, as stack traces of ES modules have it; in JSON, and in JSON inside JSON as answers and log lines have it. */
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
