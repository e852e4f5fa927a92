import { setTimeout as sleep } from 'node:timers/promises'
import { callFunction } from './call-function.ts'
import type { Cell } from './cells.ts'
import type { FreshEnvironments } from '../measure/fresh-environments.ts'
import { type BasePackage, comparedInput, deployPackage, type PackagePlace, uploadPackage } from './function-package.ts'
import { type ComparedModel, makeModel, removeModel, uploadModel } from './model-set.ts'

/** The time from before the upload of a new model to the first right answer, on this machine's clock. */
export interface FreshnessRow {
  readonly deployment: number
  readonly round: number
  readonly store: string
  readonly sizeMib: number
  /** The kind of environment that answers. A package is always deployed into a new one. */
  readonly environment: 'warm' | 'cold'
  /** null if there was no right answer within the time limit. */
  readonly freshMs: number | null
  /** The number of answers before that, with the previous model or with none. */
  readonly earlierAnswers: number
}

export interface FreshnessOptions {
  readonly deployment: number
  /** One for each store, of one size. */
  readonly cells: readonly Cell[]
  readonly packaged: ReadonlySet<string>
  readonly rounds: number
  readonly seed: number
  readonly folder: string
  readonly bucketName: string
  readonly base: BasePackage
  readonly place: PackagePlace
  readonly status: (text: string) => void
  readonly signal?: AbortSignal
}

const pollMs = 50
const patienceMs = 120_000

/** Replaces a model by another one, store by store, and asks until an answer comes from the new model. */
export async function freshness(fresh: FreshEnvironments, options: FreshnessOptions): Promise<FreshnessRow[]> {
  const { deployment, cells, packaged, rounds, seed, folder, status, signal } = options
  const rows: FreshnessRow[] = []
  let number = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const { store, sizeMib, functionName } of cells) {
      const environments = packaged.has(store) ? (['cold'] as const) : (['warm', 'cold'] as const)
      for (const environment of environments) {
        status(`freshness, round ${round + 1} of ${rounds}: ${store}, ${environment}`)
        number += 1
        const name = `fresh-${store}`
        const model = await makeModel(folder, { name, sizeMib, seed: seed + 1000 * number }, signal)
        const put = packaged.has(store)
          ? () => putPackage(options, functionName, model)
          : () => uploadModel(options.place.s3, options.bucketName, model)
        const retire = environment === 'cold' && !packaged.has(store) && (() => fresh.retire(functionName))
        const seen = await untilFresh(options, { functionName, model, put, retire: retire || undefined })
        rows.push({ deployment, round, store, sizeMib, environment, ...seen })
        await removeModel(model)
      }
    }
  }
  return rows
}

async function putPackage(
  { base, place }: FreshnessOptions,
  functionName: string,
  model: ComparedModel,
): Promise<void> {
  await deployPackage(place, functionName, await uploadPackage(place, await base.zip(model)))
}

async function untilFresh(
  { place: { lambda }, signal }: FreshnessOptions,
  change: { functionName: string; model: ComparedModel; put: () => Promise<void>; retire?: () => Promise<void> },
): Promise<Pick<FreshnessRow, 'freshMs' | 'earlierAnswers'>> {
  const { functionName, model, put, retire } = change
  const question = { functionName, fileId: comparedInput, model: model.name, modelSha256: model.sha256 }
  // Warms the environment, with the previous model if there is one.
  if (!retire) await callFunction(lambda, question, signal)
  const start = performance.now()
  await put()
  await retire?.()
  for (let earlierAnswers = 0; ; earlierAnswers += 1) {
    const { kept } = await callFunction(lambda, question, signal)
    const passedMs = performance.now() - start
    if (kept) return { freshMs: Math.round(passedMs * 1000) / 1000, earlierAnswers }
    if (passedMs > patienceMs) return { freshMs: null, earlierAnswers }
    await sleep(pollMs, undefined, { signal })
  }
}
