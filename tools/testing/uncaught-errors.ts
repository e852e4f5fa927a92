import asyncHooks from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import type { Test } from 'tap'

/*
 * An uncaught error belongs to a test. To find that test, tap follows every promise and timer to its origin
 * (async-hook-domain). This costs a sixth of the time of all tests, because Node then reports each promise that is made
 * and each that is collected. A worker runs one test after the other, so the error belongs to the running test.
 */

const nothing: asyncHooks.AsyncHook = { enable: () => nothing, disable: () => nothing }

/** Imports tap so that it follows nothing. Call this before anything else imports tap. */
export async function importTap(): Promise<typeof import('tap')> {
  const { createHook } = asyncHooks
  // tap creates its hook during the import, and keeps it. A real hook follows promises even if it reports nothing.
  asyncHooks.createHook = () => nothing
  syncBuiltinESMExports()
  try {
    return await import('tap')
  } finally {
    asyncHooks.createHook = createHook
    syncBuiltinESMExports()
  }
}

let running: Test | undefined

/** Attributes uncaught errors to this test from now on, or to its subtest while one is running. */
export function takeErrors(test: Test): void {
  running = test
  test.on('subtestStart', subtest => takeErrors(subtest as Test))
  test.on('subtestEnd', () => {
    running = test
  })
}

/** Between two tests an uncaught error ends the process, as in Node. */
export function takeNoErrors(): void {
  running = undefined
}

/** tap leaves the errors to these listeners as long as they exist. */
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    if (!running) {
      console.error(error)
      process.exit(1)
    }
    running.threw(error)
  })
}
