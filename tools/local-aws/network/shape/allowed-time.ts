import { Line } from './line.ts'
import type { Limit } from './limit.ts'
import type { NetworkShape } from './network-shape.ts'
import { environmentLimits, publishedNetwork } from './published-network.ts'

export interface Transfer {
  readonly bytes: number
  /** The number of connections that share the bytes evenly. */
  readonly connections: number
}

const pieceBytes = 256 * 1024

/**
 * The minimum time in which a new execution environment can receive this many bytes from S3, in milliseconds. It runs
 * the limits of the local AWS in virtual time, with a sender that waits for nothing else.
 */
export function allowedMs(
  { bytes, connections }: Transfer,
  { s3ConnectionMibps, lambdaNetwork }: NetworkShape,
  environmentNetwork = publishedNetwork,
): number {
  const environment = lambdaNetwork === 'published' ? environmentLimits(environmentNetwork, 0, 0) : []
  const lines = Array.from({ length: connections }, () => ({
    atMs: 0,
    leftBytes: Math.ceil(bytes / connections),
    limits: [...(s3ConnectionMibps === undefined ? [] : [new Line(s3ConnectionMibps * 2 ** 20)]), ...environment],
  }))
  for (;;) {
    const waiting = lines.filter(({ leftBytes }) => leftBytes > 0)
    const [next] = waiting.sort((one, other) => one.atMs - other.atMs)
    if (!next) return Math.max(...lines.map(({ atMs }) => atMs))
    const piece = Math.min(pieceBytes, next.leftBytes)
    next.leftBytes -= piece
    next.atMs = Math.max(next.atMs, ...next.limits.map((limit: Limit) => limit.reserve(piece, next.atMs)))
  }
}
