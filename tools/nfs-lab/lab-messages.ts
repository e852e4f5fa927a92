import type { Progress } from '../command/progress.ts'
import type { FileOutcome } from '../testing/file-outcome.ts'
import { fileLines } from '../testing/outcome-lines.ts'
import type { Message } from './job.ts'

type MessageOf<Key extends string> =
  Extract<Message, Record<Key, unknown>> extends Record<Key, infer Value> ? Value : never

/** The messages of the lab so far. Each message is shown when it arrives. */
export class LabMessages {
  readonly outcomes: FileOutcome[] = []
  up?: MessageOf<'up'>
  demo?: MessageOf<'demo'>
  compare?: MessageOf<'compare'>
  failed?: string
  readonly #progress: Progress
  /** Only a part of the tests runs, so files without tests have no line. */
  readonly #partial: boolean

  constructor(progress: Progress, partial: boolean) {
    this.#progress = progress
    this.#partial = partial
  }

  receive(message: Message): void {
    if ('up' in message) {
      this.up = message.up
      this.#progress.step(`Server and clients are up after ${message.up.seconds.toFixed(1)} s`)
    } else if ('end' in message) {
      this.#end(message.end)
    } else if ('demo' in message) {
      this.demo = message.demo
      if (message.demo.output) this.#progress.step(message.demo.output)
    } else if ('compare' in message) this.compare = message.compare
    else if ('failed' in message) this.failed = message.failed
    else if ('begin' in message) this.#progress.detail(`${message.begin} …`)
    else if ('step' in message) this.#progress.step(message.step)
    else if ('detail' in message) this.#progress.detail(message.detail)
  }

  #end(outcome: FileOutcome): void {
    this.outcomes.push(outcome)
    const untouched = this.#partial && outcome.ok && outcome.assertions === 0
    if (!untouched) for (const line of fileLines(outcome)) this.#progress.step(line)
  }
}
