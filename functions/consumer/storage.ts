/** An input as it was read, with the hash of these very bytes. */
export interface InputFile {
  bytes: Buffer
  sha256: string
}

/** Where the Consumer's inputs, models and results are. The shared file system is one such place. */
export interface Storage {
  /** For one request: a storage may answer several questions of one request by asking once. */
  forRequest(): RequestStorage
}

/** What a prediction does with a storage. Each call rejects with a `Failure`, in the time that the storage sets itself. */
export interface RequestStorage {
  /** NOT_FOUND where there is none, INVALID_INPUT where it has more bytes than `limitBytes`. */
  readInput(fileId: string, limitBytes: number): Promise<InputFile>

  /** The model as it is now: nothing of it is read yet. MODEL_NOT_FOUND where there is none. */
  openModel(name: string): Promise<StoredModel>

  /**
   * Writes a result, which appears complete or not at all. Preparations may begin while `content` is waited for; where it
   * rejects, so does this, once nothing of the result is left.
   *
   * @returns where the result is, for people
   */
  writeResult(fileId: string, content: Promise<readonly Uint8Array[]>): Promise<string>
}

/** A model that was found. */
export interface StoredModel {
  /** As the request has it. */
  readonly name: string
  /** Of its key in the bucket: `models`, and what follows. */
  readonly names: readonly string[]
  /** Another content has another version. */
  readonly version: string

  /**
   * The model and the files with weights that it names, on the environment's own disk, where ONNX Runtime can map them.
   *
   * @param folder empty, for this copy alone
   * @returns nothing where the model is gone, or one of its files was replaced meanwhile
   */
  copy(folder: string, checkSize: CheckSize): Promise<ModelCopy | undefined>
}

/** Called before each file is copied: bytes of the model with it at least, bytes of the file, and its place. */
export type CheckSize = (bytes: number, fileBytes: number, names: readonly string[]) => Promise<void> | void

export interface ModelCopy {
  /** The model file; its weights lie as it names them. */
  path: string
  /** The version of the file that was copied. */
  version: string
  /** Of all its files together. */
  bytes: number
  /**
   * SHA-256 of the model's bytes; where it has weights in other files, of what `sha256sum` prints of all of them, the model
   * first and then the others in the order of their names.
   */
  sha256: string
  /** Whether the storage still has these files with weights. */
  hasSameWeights(): Promise<boolean>
}
