import type { LambdaClient } from '@aws-sdk/client-lambda'
import { randomNumbers, shuffle } from '../model/random.ts'
import { callFunction } from './call-function.ts'
import type { Cell } from './cells.ts'
import type { FreshEnvironments } from '../measure/fresh-environments.ts'
import { comparedInput } from './function-package.ts'
import type { ComparedModel } from './model-set.ts'
import type { Row } from './row.ts'

export interface SweepOptions {
  readonly deployment: number
  readonly cells: readonly Cell[]
  readonly models: ReadonlyMap<number, ComparedModel>
  readonly coldSamples: number
  readonly warmSamples: number
  readonly memoryMb: number
  readonly seed: number
  readonly status: (text: string) => void
  readonly signal?: AbortSignal
}

/**
 * Measures every cell cold, once in each round, and then warm, in the same environment. The order of a round is drawn
 * from the seed, so that a slow minute does not affect one store alone (Abedi and Brecht, "Conducting Repeatable
 * Experiments in Highly Variable Cloud Computing Environments", ICPE 2017).
 */
export async function sweep(lambda: LambdaClient, fresh: FreshEnvironments, options: SweepOptions): Promise<Row[]> {
  const { deployment, cells, models, coldSamples, warmSamples, memoryMb, seed, status, signal } = options
  const random = randomNumbers(seed, `comparison, deployment ${deployment}`)
  const rows: Row[] = []
  const warmInRound = Math.ceil(warmSamples / coldSamples)
  for (let round = 0; round < coldSamples; round += 1) {
    const warmCalls = Math.min(warmInRound, Math.max(0, warmSamples - round * warmInRound))
    for (const [order, { store, sizeMib, functionName }] of shuffle([...cells], random).entries()) {
      signal?.throwIfAborted()
      status(`round ${round + 1} of ${coldSamples}: ${store}, ${sizeMib} MiB (${order + 1} of ${cells.length})`)
      const model = models.get(sizeMib)!
      const question = { functionName, fileId: comparedInput, model: model.name, modelSha256: model.sha256 }
      const place = { deployment, round, order, store, sizeMib, memoryMb, concurrency: 1 }
      await fresh.retire(functionName)
      rows.push({ ...place, phase: 'cold', index: 0, ...(await callFunction(lambda, question, signal)) })
      for (let index = 1; index <= warmCalls; index += 1) {
        rows.push({ ...place, phase: 'warm', index, ...(await callFunction(lambda, question, signal)) })
      }
    }
  }
  return rows
}
