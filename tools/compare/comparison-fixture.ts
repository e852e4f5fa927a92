import type { Comparison } from './comparison.ts'
import { comparedStores } from './stores.ts'
import type { Row } from './row.ts'

/** The duration of a cold call and of its load, in milliseconds. */
export type ColdMs = (store: string, sizeMib: number) => number

const noise = [0.97, 1.02, 1, 0.99, 1.03, 1.01, 0.98, 1]

/**
 * A comparison without a measurement: 3 deployments of 8 cold and 8 warm calls a cell, with chosen cold times. Warm
 * inference takes the same time for every store.
 */
export function plantedComparison(
  coldMs: ColdMs,
  { sizesMib = [10, 100, 400], ...change }: Partial<Comparison> & { sizesMib?: readonly number[] } = {},
): Comparison {
  const stores = comparedStores.map(({ id }) => id)
  const cells = stores.flatMap(store => sizesMib.map(sizeMib => ({ store, sizeMib })))
  const forbidden = cells.filter(({ store, sizeMib }) => store === 'package' && sizeMib === 400)
  const measured = cells.filter(cell => !forbidden.includes(cell))
  const deployments = [0, 1, 2]
  const rows = deployments.flatMap(deployment =>
    measured.flatMap(({ store, sizeMib }, order) =>
      noise.flatMap((factor, round): Row[] => {
        const place = { deployment, round, order, store, sizeMib, memoryMb: 3008 }
        const cold = coldMs(store, sizeMib) * factor * (1 + deployment / 50)
        return [
          callRow({ ...place, phase: 'cold', concurrency: 1 }, cold, 0.5 * cold),
          callRow({ ...place, phase: 'warm', concurrency: 1 }, 10 * factor, 0),
          ...(sizeMib === 100 ? [callRow({ ...place, phase: 'burst', concurrency: 8 }, 2 * cold, 0.5 * cold)] : []),
        ]
      }),
    ),
  )
  return {
    format: 1,
    target: 'local',
    command: 'npm run compare',
    gitCommit: null,
    dirty: null,
    choices: {
      quick: false,
      seed: 1,
      stores,
      sizesMib,
      coldSamples: 8,
      warmSamples: 8,
      memoryMb: 3008,
      burst: [8],
      freshnessRounds: 1,
    },
    deployments: deployments.map(index => ({
      index,
      stackId: `stack-${index}`,
      region: 'us-east-1',
      startedAt: '2026-11-29T00:00:00.000Z',
      endedAt: '2026-11-29T00:10:00.000Z',
      models: [],
      codeSha256: {},
    })),
    forbidden: forbidden.map(cell => ({ ...cell, limit: 'a package has 262144000 bytes unzipped at most' })),
    rows,
    freshness: deployments.flatMap(deployment =>
      stores.map(store => ({
        deployment,
        round: 0,
        store,
        sizeMib: 10,
        environment: 'cold' as const,
        freshMs: store === 'efs' ? null : 500,
        earlierAnswers: 1,
      })),
    ),
    ...change,
  }
}

function callRow(
  place: Pick<Row, 'deployment' | 'round' | 'order' | 'store' | 'sizeMib' | 'memoryMb' | 'phase' | 'concurrency'>,
  clientMs: number,
  initDurationMs: number,
): Row {
  const durationMs = (clientMs - initDurationMs) * 0.9
  return {
    ...place,
    index: 0,
    startedAt: '2026-11-29T00:00:00.000Z',
    statusCode: 200,
    clientMs,
    coldStart: place.phase !== 'warm',
    durationMs,
    billedDurationMs: Math.ceil(durationMs + initDurationMs),
    ...(initDurationMs > 0 && { initDurationMs }),
    stages: { readMs: 1, modelLoadMs: durationMs - 4, inferenceMs: 2 + (place.round % 2) / 100, writeMs: 1 },
    kept: true,
  }
}
