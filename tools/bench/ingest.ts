import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CopyObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { median } from 'simple-statistics'
import { allowedMs } from '../local-aws/network/shape/allowed-time.ts'
import { type BenchSystem, startBenchSystem } from './bench-system.ts'
import type { BenchOptions, BenchTable } from './bench-table.ts'
import type { Ratio } from './ratio.ts'

const run = promisify(execFile)
const downloader = fileURLToPath(new URL('download-process.mjs', import.meta.url))
const mebibyte = 1024 ** 2
// As many as the Producer takes (functions/producer/copy-limits.ts) with the memory that it has here.
const connections = 12
// S3's, as its "Performance design patterns" have it; the environment's network as it was measured (published-network.ts).
const shape = { s3ConnectionMibps: 85, lambdaNetwork: 'published' } as const

/** How fast an object comes from S3 to EFS: beside other ways to move its bytes on this machine, and beside what AWS's network allows. */
export async function benchIngest(options: BenchOptions): Promise<BenchTable[]> {
  const { ingestBytes, signal } = options
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const file = join(folder, 'object')
    await writeBytes(file, ingestBytes)
    const fast = await startBenchSystem({}, options)
    const unshaped = await beside(fast, file, folder, options).finally(() => fast.stop())
    const slow = await startBenchSystem(shape, options)
    const shaped = await withinTheShape(slow, file, options).finally(() => slow.stop())
    signal?.throwIfAborted()
    return [unshaped, shaped]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function beside(
  system: BenchSystem,
  file: string,
  folder: string,
  { rounds, progress, signal }: BenchOptions,
): Promise<BenchTable> {
  const { bytes, put } = await store(system, file)
  const target = join(folder, 'target')
  const hasCli = await run('aws', ['--version'], { signal }).then(
    () => true,
    () => false,
  )
  const environment = { ...process.env, ...system.environment }
  const url = `s3://${system.bucketName}/source`
  const memory: number[] = []
  const cases: [string, () => Promise<number>][] = [
    [
      'Producer',
      async () => {
        const { durationMs, memoryMiB } = await system.call('producer', { key: await put() })
        memory.push(memoryMiB)
        return durationMs
      },
    ],
    [
      `downloaded by ${connections} connections and thrown away`,
      async () => {
        const argument = JSON.stringify({ bucket: system.bucketName, key: 'source', bytes, connections })
        const { stdout } = await run(process.execPath, [downloader, argument], { env: environment, signal })
        return Number(stdout)
      },
    ],
    ['cp and sync', () => timed(() => run('sh', ['-c', 'cp "$0" "$1" && sync "$1"', file, target], { signal }))],
    ...(hasCli
      ? [
          [
            'aws s3 cp and sync',
            () =>
              timed(() =>
                run('sh', ['-c', 'aws s3 cp --only-show-errors "$0" "$1" && sync "$1"', url, target], {
                  env: environment,
                  signal,
                }),
              ),
          ] satisfies [string, () => Promise<number>],
        ]
      : []),
  ]
  const times = cases.map((): number[] => [])
  // Round by round, so that what else the machine does meets all cases alike. The first is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, [name, work]] of cases.entries()) {
      progress.status(`round ${round} of ${rounds}: ${name}`)
      const ms = await work()
      if (round > 0) times[index]!.push(ms)
      await rm(target, { force: true })
    }
  }
  const spread = (index: number): [number, number] => {
    const each = times[index]!.map((ms, round) => ms / times[0]![round]!)
    return [Math.min(...each), Math.max(...each)]
  }
  const [producer, thrownAway, , cli] = times.map(each => median(each))
  return {
    samples: rounds,
    title:
      `${bytes / mebibyte} MiB from S3 to EFS, both on this machine: ${rounds} rounds, milliseconds; the Producer's peak ` +
      `memory is ${Math.max(...memory)} MiB`,
    columns: ['by', 'median', 'min', 'max', 'ratio'],
    rows: cases.map(([name], index) => [
      name,
      ...figures(times[index]!),
      (producer! / median(times[index]!)).toFixed(2),
    ]),
    ratios: [
      { name: 'ingest: thrown away, per Producer', value: thrownAway! / producer!, atLeast: 0.85, spread: spread(1) },
      { name: 'ingest: 256 MiB of memory, per peak of the Producer', value: 256 / Math.max(...memory), atLeast: 1 },
      ...(cli
        ? [{ name: 'ingest: AWS CLI, per Producer', value: cli / producer!, atLeast: 1.3, spread: spread(3) }]
        : []),
    ],
  }
}

// A simulation: S3 and the network are as slow as they were measured on AWS, all else is this machine.
async function withinTheShape(
  system: BenchSystem,
  file: string,
  { rounds, progress }: BenchOptions,
): Promise<BenchTable> {
  const { bytes } = await stat(file).then(({ size }) => ({ bytes: size }))
  const sizes = [...new Set([Math.min(256 * mebibyte, bytes), bytes])]
  const rows: string[][] = []
  const ratios: Ratio[] = []
  for (const size of sizes) {
    const { put } = await store(system, file, size)
    const times: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      progress.status(`round ${round} of ${rounds}: ${size / mebibyte} MiB within the shape`)
      const key = await put()
      await system.renew('producer') // its network begins anew
      times.push((await system.call('producer', { key })).durationMs)
    }
    const allowed = allowedMs({ bytes: size, connections }, shape)
    const byOne = allowedMs({ bytes: size, connections: 1 }, shape)
    const ratio = median(times) / allowed
    rows.push([`${size / mebibyte} MiB`, ...figures(times), allowed.toFixed(0), ratio.toFixed(2), byOne.toFixed(0)])
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
      `published, ${rounds} rounds, milliseconds; what the shape allows ${connections} connections, and one, is computed`,
    columns: ['object', 'median', 'min', 'max', `allows ${connections}`, 'ratio', 'allows one'],
    rows,
    ratios,
  }
}

/** `source`, and for each call of `put` a copy of it under a new key that the Producer is not told of. */
async function store({ s3, bucketName: Bucket }: BenchSystem, file: string, size?: number) {
  const bytes = size ?? (await stat(file)).size
  const Key = size === undefined ? 'source' : `source-${size}`
  const Body = createReadStream(file, { end: bytes - 1 })
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: bytes }))
  const put = async () => {
    const key = `inputs/bench-${Math.random()}`
    await s3.send(new CopyObjectCommand({ Bucket, Key: key, CopySource: `${Bucket}/${Key}` }))
    return key
  }
  return { bytes, put }
}

async function writeBytes(path: string, bytes: number): Promise<void> {
  const block = Buffer.alloc(mebibyte)
  for (let at = 0; at < block.length; at += 4) block.writeUInt32LE(Math.imul(at, 0x9e3779b1) >>> 0, at)
  const file = await open(path, 'w')
  try {
    for (let at = 0; at < bytes; at += block.length) {
      block.writeUInt32LE(at / block.length, 0)
      await file.write(block, 0, Math.min(block.length, bytes - at))
    }
  } finally {
    await file.close()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function figures(times: readonly number[]): string[] {
  return [median([...times]), Math.min(...times), Math.max(...times)].map(value => value.toFixed(0))
}
