import type { Progress } from '../command/progress.ts'
import { CommandError } from '../command/command-error.ts'
import { poll } from '../command/poll.ts'
import { callFunction } from './call-function.ts'
import { type Cell, storesNamed } from './cells.ts'
import type { ComparisonChoices } from './comparison.ts'
import { type BasePackage, comparedInput, deployPackage, type PackagePlace, uploadPackage } from './function-package.ts'
import { type ComparedModel, makeModel, removeModel, uploadModel } from './model-set.ts'

export interface PlacedModels {
  readonly choices: ComparisonChoices
  readonly cells: readonly Cell[]
  /** For the models, until they are placed. */
  readonly folder: string
  /** The models bucket. */
  readonly bucketName: string
  readonly base: BasePackage
  readonly progress: Progress
  readonly signal: AbortSignal | undefined
}

/** How long a model may take from the bucket to the file system. */
const arrivalMs = 300_000

/**
 * Brings every model into every store, and gives the functions their packages.
 *
 * @returns the models by their size in MiB
 * @throws CommandError NO_PREDICTION when a store has no right answer after five minutes
 */
export async function placeModels(place: PackagePlace, options: PlacedModels): Promise<Map<number, ComparedModel>> {
  const { choices, cells, folder, bucketName, base, progress, signal } = options
  const packaged = new Set(storesNamed(choices.stores).flatMap(({ id, packaged }) => (packaged ? [id] : [])))
  progress.step(`Bring models of ${choices.sizesMib.join(', ')} MiB into every store`)
  const common = await uploadPackage(place, await base.zip())
  for (const name of new Set(cells.filter(({ store }) => !packaged.has(store)).map(cell => cell.functionName))) {
    await deployPackage(place, name, common)
  }
  const models = new Map<number, ComparedModel>()
  for (const sizeMib of new Set(cells.map(cell => cell.sizeMib))) {
    progress.status(`${sizeMib} MiB`)
    const model = await makeModel(folder, { name: `compared-${sizeMib}`, sizeMib, seed: choices.seed }, signal)
    models.set(sizeMib, model)
    await uploadModel(place.s3, bucketName, model)
    for (const cell of cells) {
      if (cell.sizeMib !== sizeMib) continue
      if (packaged.has(cell.store)) {
        await deployPackage(place, cell.functionName, await uploadPackage(place, await base.zip(model)))
      }
      await arrive(place, cell, model, signal)
    }
    await removeModel(model)
  }
  progress.status('')
  return models
}

/** Asks until there is a right answer. On the file system a model is there some time after its upload. */
async function arrive(
  { lambda }: PackagePlace,
  cell: Cell,
  model: ComparedModel,
  signal: AbortSignal | undefined,
): Promise<void> {
  const question = {
    functionName: cell.functionName,
    fileId: comparedInput,
    model: model.name,
    modelSha256: model.sha256,
  }
  let why = ''
  const answered = await poll(
    async () => {
      const { kept, discardedBecause = '' } = await callFunction(lambda, question, signal)
      why = discardedBecause
      return kept || undefined
    },
    { patienceMs: arrivalMs, signal },
  )
  if (answered) return
  const message = `${cell.functionName} has not predicted with a model of ${cell.sizeMib} MiB within ${arrivalMs / 1000} s: ${why}.`
  throw new CommandError('NO_PREDICTION', message, {
    nextStep: 'Look into the log group of the comparison, and that of the Producer.',
  })
}
