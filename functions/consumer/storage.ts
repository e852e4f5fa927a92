/** An input, with the hash of the very bytes that were read. */
export interface InputFile {
  bytes: Buffer
  sha256: string
}

/** The place of the Consumer's inputs, models and results. The shared file system is one implementation. */
export interface Storage {
  /** Begins one request. A storage may answer several questions of one request with one lookup. */
  forRequest(): RequestStorage
}

/** Where models come from. */
export interface ModelStore {
  /** Finds the model as it is now, without reading it. Rejects with MODEL_NOT_FOUND. */
  openModel(name: string): Promise<StoredModel>
}

/**
 * The storage as one request uses it. Each call rejects with a `Failure`, within a time that the storage sets
 * itself.
 */
export interface RequestStorage extends ModelStore {
  /** Rejects with NOT_FOUND if there is no such input, with INVALID_INPUT if it has more bytes than `limitBytes`. */
  readInput(fileId: string, limitBytes: number): Promise<InputFile>

  /**
   * Writes a result, which appears complete or not at all. The storage may prepare the write while it waits for
   * `content`. If `content` rejects so does this, once nothing of the result is left.
   *
   * @returns where the result is, for people
   */
  writeResult(fileId: string, content: Promise<readonly Uint8Array[]>): Promise<string>
}

/** A model that was found. Nothing of it has been read. */
export type StoredModel = CopiedModel | SentModel

interface FoundModel {
  /** The name in the request. */
  readonly name: string
  /** The parts of its key in the bucket: `models`, and the names below it. */
  readonly names: readonly string[]
  /** Changes whenever the content changes. */
  readonly version: string
}

/** A model that is loaded from a copy on the local disk. */
export interface CopiedModel extends FoundModel {
  /**
   * Copies the model and the files with weights that it names to the local disk, where ONNX Runtime can map them.
   *
   * @param folder empty, for this copy alone
   * @returns undefined if the model is gone, or one of its files was replaced meanwhile
   */
  copy(folder: string, checkSize: CheckSize): Promise<ModelCopy | undefined>
}

/** A model in one file that is loaded from memory: it never is on the local disk. */
export interface SentModel extends FoundModel {
  readonly bytes: number

  /**
   * Sends the model's bytes in order. The memory of a piece is used again once it is sent.
   *
   * @returns SHA-256 of the bytes; undefined if the model was replaced meanwhile
   */
  send(take: (piece: Uint8Array) => Promise<void>): Promise<string | undefined>
}

/**
 * Called before each file is copied, with the least number of bytes of the whole model with this file, the bytes of the
 * file, and its place.
 */
export type CheckSize = (bytes: number, fileBytes: number, names: readonly string[]) => Promise<void> | void

export interface ModelCopy {
  /** The path of the model file. The weights lie relative to it as it names them. */
  path: string
  /** The version of the model file that was copied. */
  version: string
  /** Of all files of the model together. */
  bytes: number
  /**
   * SHA-256 of the model's bytes. If the model has weights in other files: SHA-256 of what `sha256sum` prints for all
   * of them, the model first and then the others in the order of their names.
   */
  sha256: string
  /** Whether the storage still has these files with weights. */
  hasSameWeights(): Promise<boolean>
}
