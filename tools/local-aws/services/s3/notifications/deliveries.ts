import type { LambdaFunctionConfiguration } from '@aws-sdk/client-s3'
import type { Bucket } from '../bucket.ts'
import type { AnyVersion } from '../object-version.ts'
import type { Account, Call } from '../operation.ts'
import { includesEvent } from './configuration-check.ts'
import type { EventName } from './event-record.ts'
import { eventRecord } from './event-record.ts'
import { filterOf } from './filter.ts'

/** Invokes the functions that a bucket notifies. The request that made the change does not wait for it. */
export class Deliveries {
  readonly #account: Account
  readonly #pending = new Set<Promise<void>>()
  #sequence = 0
  #closed = false

  constructor(account: Account) {
    this.#account = account
  }

  announce(eventName: EventName, bucket: Bucket, version: AnyVersion, call: Call): void {
    const sequencer = this.#nextSequencer()
    for (const configuration of bucket.notifications.LambdaFunctionConfigurations ?? []) {
      if (!includesEvent(configuration, eventName) || !filterOf(configuration).matches(version.key)) continue
      const record = eventRecord({ eventName, bucket, version, sequencer }, configuration.Id!, call)
      this.#start(configuration, bucket, record)
    }
  }

  /** Waits for the running deliveries and starts no more. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#pending)
  }

  #start(configuration: LambdaFunctionConfiguration, bucket: Bucket, record: object): void {
    const delivery = this.#deliver(configuration.LambdaFunctionArn!, bucket, record)
    this.#pending.add(delivery)
    void delivery.finally(() => this.#pending.delete(delivery))
  }

  /** Never rejects. On AWS, too, no client learns that S3 could not invoke, so here the operator gets a message. */
  async #deliver(functionArn: string, bucket: Bucket, record: object): Promise<void> {
    // The object's own request is answered first.
    await new Promise(resolve => setImmediate(resolve))
    if (this.#closed) return
    try {
      await this.#account.lambda.invoke({
        functionName: functionArn,
        payload: Buffer.from(JSON.stringify({ Records: [record] })),
        invocationType: 'Event',
        invoker: { service: 's3.amazonaws.com', sourceArn: bucket.arn, sourceAccount: this.#account.id },
      })
    } catch (error) {
      this.#account.settings.diagnose(`s3 could not notify ${functionArn} for ${bucket.name}: ${String(error)}`)
    }
  }

  /** "Compare as right-aligned hexadecimal": later events of a key have the greater number. */
  #nextSequencer(): string {
    this.#sequence = Math.max(this.#sequence + 1, this.#account.now().getTime() * 4096)
    return this.#sequence.toString(16).toUpperCase().padStart(18, '0')
  }
}
