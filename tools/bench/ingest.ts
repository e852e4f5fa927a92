import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median } from 'simple-statistics'
import { connections, mebibyte, removeCopies, storeObject, throwAway, writeBytes } from './bench-object.ts'
import { type BenchSystem, startBenchSystem } from './bench-system.ts'
import { type BenchOptions, type BenchTable, spreadCells } from './bench-table.ts'
import { benchShapedIngest, shape } from './ingest-shaped.ts'

const run = promisify(execFile)

/**
 * Measures how fast an object comes from S3 to EFS, beside other ways to move its bytes on this machine, and beside the
 * limit of AWS's network.
 */
export async function benchIngest(options: BenchOptions): Promise<BenchTable[]> {
  const { ingestBytes, signal } = options
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const file = join(folder, 'object')
    await writeBytes(file, ingestBytes)
    const efs = join(folder, 'efs')
    await mkdir(efs)
    const fast = await startBenchSystem({ efsMounts: efs }, options)
    const unshaped = await beside(fast, file, folder, efs, options).finally(() => fast.stop())
    const slow = await startBenchSystem({ ...shape, efsMounts: efs }, options)
    const shaped = await benchShapedIngest(slow, file, efs, options).finally(() => slow.stop())
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
  efs: string,
  { rounds, progress, signal }: BenchOptions,
): Promise<BenchTable> {
  const { bytes, put } = await storeObject(system, file)
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
    [`downloaded by ${connections} connections and thrown away`, () => throwAway(system, 'source', bytes, signal)],
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
  // Round by round, so that other work on the machine affects all cases alike. The first round is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, [name, work]] of cases.entries()) {
      progress.status(`round ${round} of ${rounds}: ${name}`)
      const ms = await work()
      if (round > 0) times[index]!.push(ms)
      await rm(target, { force: true })
      await removeCopies(efs)
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
      ...spreadCells(times[index]!),
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
