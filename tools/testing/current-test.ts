import type { Test } from 'tap'

/** Under this key (of `Symbol.for`) the worker leaves the test of the file that it imports next. */
export const currentTestKey = 'lambda-efs.test-of-the-current-file'

export function setCurrentTest(test: Test): void {
  Object.assign(globalThis, { [Symbol.for(currentTestKey)]: test })
}
