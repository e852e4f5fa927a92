import asyncHooks from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import type { Test } from 'tap'

/*
 * An error that nobody catches belongs to a test. tap finds out to which by following every promise and timer to where it
 * came from (async-hook-domain), which costs a sixth of all the time that tests take: Node then reports each promise that
 * is made and of each that is collected. A worker runs one test after the other, so the error is the running test's.
 */

const nothing: asyncHooks.AsyncHook = { enable: () => nothing, disable: () => nothing }

/** tap, which follows nothing. To be called before anything else imports it. */
export async function importTap(): Promise<typeof import('tap')> {
  const { createHook } = asyncHooks
  // It asks for its hook while it is imported, and keeps it. Node's own follows promises even if it reports nothing.
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
