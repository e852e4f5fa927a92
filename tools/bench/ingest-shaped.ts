import { stat } from 'node:fs/promises'
import { median } from 'simple-statistics'
import { allowedMs } from '../local-aws/network/shape/allowed-time.ts'
import { connections, mebibyte, removeCopies, storeObject, throwAway } from './bench-object.ts'
import type { BenchSystem } from './bench-system.ts'
import { type BenchOptions, type BenchTable, spreadCells } from './bench-table.ts'
import type { Ratio } from './ratio.ts'

/**
 * S3's speed from its "Performance design patterns"; the environment's network as others measured it
 * (published-network.ts).
 */
export const shape = { s3ConnectionMibps: 85, lambdaNetwork: 'published' } as const

/** A simulation: S3 and the network are as slow as measured on AWS, everything else is this machine. */
export async function benchShapedIngest(
  system: BenchSystem,
  file: string,
  efs: string,
  { rounds, progress, signal }: BenchOptions,
): Promise<BenchTable> {
  const { bytes } = await stat(file).then(({ size }) => ({ bytes: size }))
  const sizes = [...new Set([Math.min(256 * mebibyte, bytes), bytes])]
  const rows: string[][] = []
  const ratios: Ratio[] = []
  for (const size of sizes) {
    const { put, source } = await storeObject(system, file, size)
    const times: number[] = []
    const thrownAway: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      progress.status(`round ${round} of ${rounds}: ${size / mebibyte} MiB within the shape`)
      const key = await put()
      await system.renew('producer') // its network starts with a full burst
      times.push((await system.call('producer', { key })).durationMs)
      await removeCopies(efs)
      thrownAway.push(await throwAway(system, source, size, signal))
    }
    const allowed = allowedMs({ bytes: size, connections }, shape)
    const byOne = allowedMs({ bytes: size, connections: 1 }, shape)
    const ratio = median(times) / allowed
    rows.push([
      `${size / mebibyte} MiB`,
      ...spreadCells(times),
      ...[allowed, byOne, median(thrownAway)].map(ms => ms.toFixed(0)),
      ratio.toFixed(2),
    ])
    ratios.push({
      name: `ingest: time that the shape allows for ${size / mebibyte} MiB, per Producer`,
      value: 1 / ratio,
      atLeast: 1 / 1.15,
      spread: [allowed / Math.max(...times), allowed / Math.min(...times)],
    })
  }
  return {
    samples: rounds,
    title:
      `A simulation: ingest with S3 at ${shape.s3ConnectionMibps} MiB/s a connection and a new environment's network as ` +
      `published, ${rounds} rounds, milliseconds; what the shape allows ${connections} connections, and one, is computed; thrown ` +
      `away by a process whose network is not limited, which is what this machine can do`,
    columns: ['object', 'median', 'min', 'max', `allows ${connections}`, 'allows one', 'thrown away', 'ratio'],
    rows,
    ratios,
  }
}
