import { withReserveMb } from '../../functions/consumer/memory-watch.ts'
import { modelMb, sentModelMb } from '../../functions/consumer/model-memory.ts'
import { MisuseError } from '../command/command-error.ts'
import { type ComparedStore, comparedStores } from './stores.ts'

/** A store with a model of one size, and the function that holds it. */
export interface Cell {
  readonly store: string
  readonly sizeMib: number
  readonly functionName: string
}

/** A cell that cannot be measured, and the limit that prevents it. */
export interface ForbiddenCell {
  readonly store: string
  readonly sizeMib: number
  readonly limit: string
}

export interface CellOptions {
  readonly prefix: string
  readonly stores: readonly string[]
  readonly sizesMib: readonly number[]
  readonly memoryMb: number
  /** The size of the package without a model, unzipped. */
  readonly packageBytes: number
}

const mebibyte = 1024 ** 2

// "Deployment package (.zip file archive) size: 250 MB … (unzipped)". The API gives the exact number
// (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
const unzippedLimitBytes = 262_144_000

/** @throws MisuseError if a store does not exist */
export function storesNamed(ids: readonly string[]): ComparedStore[] {
  return ids.map(id => {
    const store = comparedStores.find(store => store.id === id)
    if (store) return store
    throw new MisuseError(`There is no store '${id}'; the stores are ${comparedStores.map(({ id }) => id).join(', ')}.`)
  })
}

/** Every combination of the stores and the sizes, in this order: the measurable ones and the forbidden ones. */
export function cellsOf(options: CellOptions): { cells: Cell[]; forbidden: ForbiddenCell[] } {
  const { prefix, stores, sizesMib } = options
  const cells: Cell[] = []
  const forbidden: ForbiddenCell[] = []
  for (const store of storesNamed(stores)) {
    const functions = [...store.functions(prefix)]
    for (const sizeMib of sizesMib) {
      const limit = limitOf(store, sizeMib, options)
      if (limit) {
        forbidden.push({ store: store.id, sizeMib, limit })
        continue
      }
      const functionName = store.packaged ? functions.shift() : functions[0]
      if (functionName) cells.push({ store: store.id, sizeMib, functionName })
      else {
        const limit = `comparison.yaml has ${store.functions(prefix).length} functions with a package, one for each size`
        forbidden.push({ store: store.id, sizeMib, limit })
      }
    }
  }
  return { cells, forbidden }
}

/** The cells of one size that as many stores as possible have; of several such sizes the one that `choose` returns. */
export function cellsOfOneSize(cells: readonly Cell[], choose: (sizesMib: number[]) => number): Cell[] {
  const ofSize = (sizeMib: number) => cells.filter(cell => cell.sizeMib === sizeMib)
  const sizes = [...new Set(cells.map(({ sizeMib }) => sizeMib))]
  const most = Math.max(...sizes.map(sizeMib => ofSize(sizeMib).length))
  return ofSize(choose(sizes.filter(sizeMib => ofSize(sizeMib).length === most)))
}

function limitOf(store: ComparedStore, sizeMib: number, { memoryMb, packageBytes }: CellOptions): string | undefined {
  if (store.packaged && packageBytes + sizeMib * mebibyte > unzippedLimitBytes) {
    return `a package has ${unzippedLimitBytes} bytes unzipped at most, of which the function takes ${packageBytes}`
  }
  // The Consumer refuses a model that needs more, with 200 MB for Node.js.
  const bytes = sizeMib * mebibyte
  const neededMb = withReserveMb(store.inMemory ? sentModelMb(bytes) : modelMb(bytes))
  if (neededMb > memoryMb) return `the function needs ${neededMb} MB of memory for it and has ${memoryMb}`
  return undefined
}
