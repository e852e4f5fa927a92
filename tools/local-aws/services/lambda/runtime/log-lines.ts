import { StringDecoder } from 'node:string_decoder'

/** What a function writes to stdout and stderr by itself, line by line: only a line feed ends a line. */
export class LogLines {
  readonly #onLine: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #pending = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** The next bytes of the pipe, cut anywhere. */
  write(bytes: Buffer): void {
    const lines = (this.#pending + this.#decoder.write(bytes)).split('\n')
    this.#pending = lines.pop()!
    for (const line of lines) this.#onLine(line)
  }

  /** The pipe is at its end: what has no line feed is a line all the same. */
  end(): void {
    const last = this.#pending + this.#decoder.end()
    this.#pending = ''
    if (last !== '') this.#onLine(last)
  }
}
