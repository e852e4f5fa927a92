import { SharedFileSystem } from '../shared-file-system/shared-file-system.ts'
import type { ModelStore } from '../storage.ts'
import { PackageModels } from './package-models.ts'

export interface StorePlaces {
  mountPath: string
  packageFolder: string
  /** Of the function. */
  memoryMb: number
}

/** The stores that `npm run compare` compares, by the value of MODEL_STORE. */
const stores: Record<string, (places: StorePlaces) => ModelStore> = {
  'shared-file-system': ({ mountPath }) => {
    const storage = new SharedFileSystem({ mountPath })
    return { openModel: name => storage.forRequest().openModel(name) }
  },
  object: ({ memoryMb }) => imported(import('./object-models.ts').then(module => new module.ObjectModels(memoryMb))),
  'object-memory': ({ memoryMb }) =>
    imported(import('./object-memory-models.ts').then(module => new module.ObjectMemoryModels(memoryMb))),
  package: ({ packageFolder }) => new PackageModels(packageFolder),
}

// The stores in S3 have files of their own, because the SDK would be half of everything that the other stores load.
// Loading it belongs to the init phase, as the start of the inference process does.
function imported(loading: Promise<ModelStore>): ModelStore {
  loading.catch(() => undefined) // a failure surfaces when a model is opened
  return { openModel: async name => (await loading).openModel(name) }
}

/** The store of this name. Throws an Error that lists the names if there is none. */
export function modelStore(name: string, places: StorePlaces): ModelStore {
  const make = Object.hasOwn(stores, name) && stores[name]
  if (!make)
    throw new Error(`MODEL_STORE is ${JSON.stringify(name)}; it must be one of ${Object.keys(stores).join(', ')}.`)
  return make(places)
}
