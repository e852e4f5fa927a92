import type { LambdaClient } from '@aws-sdk/client-lambda'
import { randomNumbers, shuffle } from '../model/random.ts'
import { callFunction } from './call-function.ts'
import type { Cell } from './cells.ts'
import type { FreshEnvironments } from '../measure/fresh-environments.ts'
import { comparedInput } from './function-package.ts'
import type { ComparedModel } from './model-set.ts'
import type { Row } from './row.ts'

export interface BurstOptions {
  readonly deployment: number
  /** The cells, all of one size. */
  readonly cells: readonly Cell[]
  readonly model: ComparedModel
  /** The numbers of simultaneous calls, one burst each. */
  readonly concurrencies: readonly number[]
  readonly memoryMb: number
  readonly seed: number
  readonly status: (text: string) => void
  readonly signal?: AbortSignal
}

/**
 * Calls functions without any environment many times at once: every call gets a new environment, which loads the model.
 */
export async function burst(lambda: LambdaClient, fresh: FreshEnvironments, options: BurstOptions): Promise<Row[]> {
  const { deployment, cells, model, concurrencies, memoryMb, seed, status, signal } = options
  const random = randomNumbers(seed, `bursts, deployment ${deployment}`)
  const rows: Row[] = []
  for (const [round, concurrency] of concurrencies.entries()) {
    for (const [order, { store, sizeMib, functionName }] of shuffle([...cells], random).entries()) {
      signal?.throwIfAborted()
      status(`burst of ${concurrency}: ${store}, ${sizeMib} MiB`)
      const question = { functionName, fileId: comparedInput, model: model.name, modelSha256: model.sha256 }
      const place = { deployment, round, order, store, sizeMib, memoryMb, concurrency }
      await fresh.retire(functionName)
      const calls = Array.from({ length: concurrency }, () => callFunction(lambda, question, signal))
      for (const [index, call] of (await Promise.all(calls)).entries())
        rows.push({ ...place, phase: 'burst', index, ...call })
    }
  }
  return rows
}
