import { EventEmitter, once } from 'node:events'
import { Parser, type Result } from 'tap-parser'
import type { FileOutcome } from './file-outcome.ts'
import { endOfFile } from './worker-messages.ts'

type Shown = Pick<FileOutcome, 'assertions' | 'passed' | 'skipped' | 'failures'>

/**
 * Splits the TAP of a process that runs one file after the other, each as a subtest, into one document a file, and
 * summarises each.
 */
export class TapReader {
  readonly #read = new EventEmitter()
  #text = ''
  #files = 0

  write(text: string): void {
    this.#text += text
    this.#read.emit('text')
  }

  /** Resolves when everything of this file has been read. */
  async ended(file: string): Promise<void> {
    while (!this.#text.includes(endOfFile(file))) await once(this.#read, 'text')
  }

  /** Returns the results of this file. A file without its end, because its process is gone, has failed. */
  take(file: string): Shown {
    const end = endOfFile(file)
    const at = this.#text.indexOf(end)
    const text = at < 0 ? this.#text : this.#text.slice(0, at)
    this.#text = at < 0 ? '' : this.#text.slice(at + end.length)
    this.#files += 1
    return shownBy(text + (at < 0 ? '' : `${this.#files}..${this.#files}\n`))
  }
}

function shownBy(tap: string): Shown {
  let passed = 0
  const skipped: { name: string; reason: string }[] = []
  const failures: { name: string; diagnostics: Record<string, unknown> }[] = []
  const parser = new Parser()
  // The root parser reports each assertion at any depth, and no subtest whose result follows from its assertions.
  parser.on('result', ({ fullname: name, ok, skip, diag }: Result) => {
    // Left out by --name.
    if (typeof skip === 'string' && skip.startsWith('filter: ')) return
    if (skip) skipped.push({ name, reason: skip === true ? 'no reason given' : skip })
    else if (!ok) failures.push({ name, diagnostics: (diag ?? {}) as Record<string, unknown> })
    // The file itself counts as no assertion.
    else if (name.includes(' > ')) passed += 1
  })
  parser.end(tap)
  // For example the plan was wrong, or a subtest did not end.
  if (parser.results?.ok === false && failures.length === 0) {
    failures.push({ name: 'its tests did not end', diagnostics: { problems: parser.results.failures } })
  }
  return { assertions: passed + skipped.length + failures.length, passed, skipped, failures }
}
