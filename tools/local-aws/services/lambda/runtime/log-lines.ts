import { StringDecoder } from 'node:string_decoder'

/** Splits the direct output of a function on stdout and stderr into lines: only a line feed ends a line. */
export class LogLines {
  readonly #onLine: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #pending = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** Takes the next bytes of the pipe, cut anywhere. */
  write(bytes: Buffer): void {
    const lines = (this.#pending + this.#decoder.write(bytes)).split('\n')
    this.#pending = lines.pop()!
    for (const line of lines) this.#onLine(line)
  }

  /** The pipe has ended: the rest without a line feed is a line too. */
  end(): void {
    const last = this.#pending + this.#decoder.end()
    this.#pending = ''
    if (last !== '') this.#onLine(last)
  }
}
