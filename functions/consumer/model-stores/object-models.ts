import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Bucket } from '../../bucket/bucket.ts'
import { lanesFor } from '../../bucket/lanes.ts'
import { modelsBucket } from '../../bucket/models-bucket.ts'
import { downloadParts } from '../../bucket/object-parts.ts'
import { ReplacedObject, type StoredObject } from '../../bucket/stored-object.ts'
import { type CopyFile, copyModelFiles, type LookedFor } from '../model-files.ts'
import type { ModelStore, StoredModel } from '../storage.ts'
import { findObject, head, versionOf } from './found-object.ts'

/**
 * Models from S3. Each use asks S3 whether the model is still the same, so that a new one is used as soon as with the
 * shared file system; the first use downloads it to the local disk, by several ranged requests at the same time.
 */
export class ObjectModels implements ModelStore {
  readonly #bucket: Bucket
  readonly #lanes: number

  /** `memoryMb` of the function decides how many ranges are in memory at the same time. */
  constructor(memoryMb: number, bucket: Bucket = modelsBucket()) {
    this.#bucket = bucket
    this.#lanes = lanesFor(memoryMb)
  }

  async openModel(name: string): Promise<StoredModel> {
    const { names, object } = await findObject(this.#bucket, name)
    return this.#model(name, names, object)
  }

  #model(name: string, names: readonly string[], object: StoredObject): StoredModel {
    const bucket = this.#bucket
    const copyFile: CopyFile<string> = async (fileNames, path, checkBytes) => {
      const file = fileNames === names ? object : await head(bucket, fileNames)
      if (!file) return undefined
      const bytes = file.bytes ?? 0
      await checkBytes(bytes)
      return { version: versionOf(file), bytes, sha256: await download(bucket, { ...file, bytes }, path, this.#lanes) }
    }
    return {
      name,
      names,
      version: versionOf(object),
      async copy(folder, checkSize) {
        try {
          const copy = await copyModelFiles(copyFile, names, folder, checkSize)
          if (!copy) return undefined
          const { path, version, weights, bytes, sha256 } = copy
          // If there are several files, all must be the same before and after, or the weights could belong to another graph.
          const isWhole = weights.length === 0 || (await areUnchanged(bucket, [{ names, version }, ...weights]))
          if (!isWhole) return undefined
          return { path, version, bytes, sha256, hasSameWeights: () => areUnchanged(bucket, weights) }
        } catch (error) {
          if (error instanceof ReplacedObject) return undefined
          throw error
        }
      },
    }
  }
}

async function areUnchanged(bucket: Bucket, files: readonly LookedFor<string>[]): Promise<boolean> {
  const unchanged = files.map(async ({ names, version }) => {
    const now = await head(bucket, names)
    return (now && versionOf(now)) === version
  })
  return (await Promise.all(unchanged)).every(Boolean)
}

// Every range is a request of its own: the size is known, so none waits for the answer to another.
async function download(
  bucket: Bucket,
  object: StoredObject & { bytes: number },
  path: string,
  lanes: number,
): Promise<string> {
  const digest = createHash('sha256')
  const target = await open(path, 'w')
  try {
    const sink = {
      async write(data: Uint8Array, position: number) {
        for (let at = 0; at < data.length;) {
          at += (await target.write(data, at, data.length - at, position + at)).bytesWritten
        }
      },
      async take(data: Uint8Array) {
        digest.update(data)
      },
    }
    await downloadParts(bucket, object, 0, sink, { lanes })
    return digest.digest('hex')
  } finally {
    await target.close()
  }
}
