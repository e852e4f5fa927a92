import { setTimeout as sleep } from 'node:timers/promises'
import { AwsError } from '../../../aws-error.ts'
import { deliverFailure } from '../failure-destination.ts'
import type { FailedEvent, FailedResponse } from '../failure-record.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { InvocationResult } from '../invocation.ts'
import type { Account } from '../operation.ts'
import type { InvokedEvent } from './run-invocation.ts'

// "Maximum age of event … up to 6 hours", which is the default.
const maxAgeSeconds = 21_600

type Run = (lambdaFunction: LambdaFunction, event: InvokedEvent) => Promise<InvocationResult>

/**
 * The asynchronous events. After an error of the function an event is retried twice. If Lambda itself is throttled or
 * fails, the event returns to the queue, uses none of these retries, and expires at its maximum age. A given-up event
 * goes to the function's destination on failure. All attempts at an event have its request ID.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class EventQueue {
  /** The waits before the retries after a function error, ms. Unlike AWS, which waits one, then two minutes. */
  retryDelaysMs: readonly number[] = [1000, 2000]
  /** "The retry interval increases exponentially from 1 second … to a maximum of 5 minutes." */
  backoffMs = { first: 1000, most: 300_000 }
  readonly #account: Account
  readonly #run: Run
  readonly #closing = new AbortController()
  readonly #events = new Set<Promise<unknown>>()

  constructor(account: Account, run: Run) {
    this.#account = account
    this.#run = run
  }

  add(lambdaFunction: LambdaFunction, event: InvokedEvent): void {
    const delivery = this.#deliver(lambdaFunction, event).finally(() => this.#events.delete(delivery))
    this.#events.add(delivery)
  }

  /** Stops all retries. */
  abort(): void {
    this.#closing.abort()
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#events)
  }

  async #deliver(lambdaFunction: LambdaFunction, event: InvokedEvent): Promise<void> {
    const { functionName } = lambdaFunction
    const { requestId, payload } = event
    const queuedAt = this.#account.now().getTime()
    const diagnose = (what: string) => this.#account.settings.diagnose(`event for ${functionName}, ${what}`)
    let failures = 0
    let returned = 0
    let response: FailedResponse | undefined
    const giveUp = (condition: FailedEvent['condition']) =>
      deliverFailure(this.#account, lambdaFunction, {
        requestId,
        condition,
        invokeCount: failures,
        payload,
        response,
      })
    for (;;) {
      if (this.#closing.signal.aborted) return
      if (this.#account.lambda.functions.get(functionName) !== lambdaFunction)
        return diagnose('dropped: the function is gone')
      const { eventInvokeConfig: config = {}, reservedConcurrency } = lambdaFunction
      const { MaximumEventAgeInSeconds: maxAge = maxAgeSeconds, MaximumRetryAttempts: retries = 2 } = config
      if (this.#account.now().getTime() - queuedAt > maxAge * 1000) {
        diagnose(`dropped: older than ${maxAge} s`)
        return giveUp('EventAgeExceeded')
      }
      // "When you set reserved concurrency to zero …, Lambda begins sending new events to the configured … on-failure event
      // destination, without any retries": docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
      if (reservedConcurrency === 0 && config.DestinationConfig?.OnFailure?.Destination) {
        return giveUp('ZeroReservedConcurrency')
      }
      const failure = await this.#attempt(lambdaFunction, event)
      if (!failure) return
      diagnose(`attempt ${failures + returned + 1}: ${failure.reason}`)
      if (failure.ofLambda) {
        returned += 1
        await this.#wait(Math.min(this.backoffMs.first * 2 ** (returned - 1), this.backoffMs.most))
      } else {
        failures += 1
        response = failure.response
        if (failures > retries) return this.#closing.signal.aborted ? undefined : giveUp('RetriesExhausted')
        await this.#wait(this.retryDelaysMs[failures - 1]!)
      }
    }
  }

  async #attempt(lambdaFunction: LambdaFunction, event: InvokedEvent) {
    try {
      const result = await this.#run(lambdaFunction, event)
      const { functionError, statusCode, payload: answer } = result
      if (!functionError) return undefined
      return {
        ofLambda: false,
        reason: Buffer.from(answer!).toString(),
        response: { statusCode, functionError, payload: answer! },
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      // 501 means that the local AWS does not implement it, so a retry cannot help.
      const ofLambda = error.statusCode === 429 || (error.statusCode >= 500 && error.statusCode !== 501)
      const response = { statusCode: error.statusCode, functionError: error.code }
      return { ofLambda, reason: `${error.code}: ${error.message}`, response }
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    // Closing ends the wait.
    await sleep(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => {})
  }
}
