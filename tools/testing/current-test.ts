import type { Test } from 'tap'

/** The key (of `Symbol.for`) under which the worker stores the test of the file that it imports next. */
export const currentTestKey = 'lambda-efs.test-of-the-current-file'

export function setCurrentTest(test: Test): void {
  Object.assign(globalThis, { [Symbol.for(currentTestKey)]: test })
}
