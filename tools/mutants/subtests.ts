import type { Test } from 'tap'

export interface SubtestsOptions {
  /** The top-level tests to run, counted from 0 in the file's order. Without it, all run. */
  readonly only?: ReadonlySet<number> | undefined
  /** After a failure no further test runs. */
  readonly untilFailure: boolean
  readonly onBegin: (subtest: number) => void
  readonly onEnd: (subtest: number) => void
}

/** Runs only the chosen top-level tests of a file, and reports the beginning and the end of each. */
export function watchSubtests(file: Test, { only, untilFailure, onBegin, onEnd }: SubtestsOptions): void {
  const begin = file.test.bind(file) as (...args: unknown[]) => Promise<unknown>
  let next = 0
  const test = (...args: unknown[]): Promise<unknown> => {
    const at = next++
    if (only && !only.has(at)) return Promise.resolve()
    const body = args.at(-1)
    if (typeof body !== 'function') return begin(...args)
    const watched = (subtest: Test): unknown => {
      if (untilFailure && !file.passing()) return Promise.resolve()
      onBegin(at)
      return body(subtest)
    }
    const ended = begin(...args.slice(0, -1), watched)
    void ended.then(
      () => onEnd(at),
      () => onEnd(at),
    )
    return ended
  }
  Object.defineProperty(file, 'test', { value: test, configurable: true })
}
