import { setTimeout as sleep } from 'node:timers/promises'
import type { Identity } from '../../iam/identity.ts'
import { Line } from './line.ts'
import type { Clock, Limit } from './limit.ts'
import type { NetworkShape } from './network-shape.ts'
import { paced } from './paced.ts'
import { environmentLimits, publishedNetwork } from './published-network.ts'

/** How late a timer may fire without slowing a line down. */
const slackMs = 50

interface Directions {
  readonly received: readonly Limit[]
  readonly sent: readonly Limit[]
}

/**
 * Slows down objects to and from S3. An execution environment is identified by its session, which no other has. So all
 * its connections share one network, and a new environment begins with a full one.
 */
export class NetworkShaper {
  /** Replaced in tests. */
  clock: Clock = { now: () => performance.now(), sleep: milliseconds => sleep(milliseconds) }
  /** Replaced in tests, which send fewer bytes. */
  environmentNetwork = publishedNetwork
  readonly #shape: NetworkShape
  readonly #environments = new WeakMap<Identity, Directions>()

  constructor(shape: NetworkShape) {
    this.#shape = shape
  }

  /** An object that is sent to the caller. */
  toCaller(caller: Identity, object: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    const { s3ConnectionMibps } = this.#shape
    // A connection sends one answer at a time.
    const connection = s3ConnectionMibps === undefined ? [] : [new Line(s3ConnectionMibps * 2 ** 20, slackMs)]
    const limits = [...connection, ...this.#networkOf(caller).received]
    return limits.length === 0 ? object : paced(object, limits, this.clock)
  }

  /** An object that a caller uploads. */
  fromCaller(caller: Identity, body: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    const limits = this.#networkOf(caller).sent
    return limits.length === 0 ? body : paced(body, limits, this.clock)
  }

  #networkOf(caller: Identity): Directions {
    if (this.#shape.lambdaNetwork !== 'published' || !isEnvironment(caller)) return { received: [], sent: [] }
    const known = this.#environments.get(caller)
    if (known) return known
    const now = this.clock.now()
    const limits = () => environmentLimits(this.environmentNetwork, now, slackMs)
    const made = { received: limits(), sent: limits() }
    this.#environments.set(caller, made)
    return made
  }
}

/**
 * Only sessions of execution environments have this key
 * (docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html).
 */
function isEnvironment({ context }: Identity): boolean {
  return 'lambda:SourceFunctionArn' in context
}
