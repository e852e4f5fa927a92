import { createHash } from 'node:crypto'
import type { Bucket } from '../../bucket/bucket.ts'
import { lanesFor } from '../../bucket/lanes.ts'
import { modelsBucket } from '../../bucket/models-bucket.ts'
import { downloadParts } from '../../bucket/object-parts.ts'
import { ReplacedObject, type StoredObject } from '../../bucket/stored-object.ts'
import { Failure } from '../../failure/failure.ts'
import type { ModelStore, SentModel } from '../storage.ts'
import { findObject, versionOf } from './found-object.ts'

// "Protobuf … 2GB" (onnx.ai/onnx/repo-docs/ExternalData.html): a larger object is no model in one file.
const mostBytes = 2 ** 31 - 1

/**
 * Models from S3 that never are on the local disk. Ranges are downloaded at the same time, as by ObjectModels, and sent
 * in their order to the inference process, which loads the model from its memory.
 */
export class ObjectMemoryModels implements ModelStore {
  readonly #bucket: Bucket
  readonly #lanes: number

  /** `memoryMb` of the function decides how many ranges are in memory at the same time. */
  constructor(memoryMb: number, bucket: Bucket = modelsBucket()) {
    this.#bucket = bucket
    this.#lanes = lanesFor(memoryMb)
  }

  async openModel(name: string): Promise<SentModel> {
    const { names, object } = await findObject(this.#bucket, name)
    const bytes = object.bytes ?? 0
    if (bytes > mostBytes) {
      const message = `models/${name} has ${bytes} bytes. An ONNX model in one file has at most ${mostBytes}.`
      throw new Failure('INVALID_MODEL', message)
    }
    return { name, names, version: versionOf(object), bytes, send: take => this.#send({ ...object, bytes }, take) }
  }

  async #send(
    object: StoredObject & { bytes: number },
    take: (piece: Uint8Array) => Promise<void>,
  ): Promise<string | undefined> {
    const digest = createHash('sha256')
    const sink = {
      write: async () => undefined, // parts stay in memory until their turn comes
      async take(part: Uint8Array) {
        digest.update(part)
        await take(part)
      },
    }
    try {
      await downloadParts(this.#bucket, object, 0, sink, { lanes: this.#lanes })
      return digest.digest('hex')
    } catch (error) {
      if (error instanceof ReplacedObject) return undefined
      throw error
    }
  }
}
