import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import type { S3Client } from '@aws-sdk/client-s3'
import { functionUpdated } from '../command/function-settled.ts'
import { uploadArtifact } from '../deploy/upload-artifact.ts'
import { unzip } from '../package/unzip.ts'
import { zip, type ZipEntry } from '../package/zip.ts'
import { type ComparedModel, modelKey } from './model-set.ts'

/** The input of every call of the comparison, in the package of every function. */
export const comparedInput = 'digit'

/** The Consumer's package, to which an input and a model can be added. */
export class BasePackage {
  readonly #entries: readonly ZipEntry[]

  private constructor(entries: readonly ZipEntry[]) {
    this.#entries = entries
  }

  /** @param consumerZip path of the Consumer's zip; `input`: an inference request */
  static async read(consumerZip: string, input: Uint8Array): Promise<BasePackage> {
    const entries = await unzip(await readFile(consumerZip))
    return new BasePackage([...entries, { name: `inputs/${comparedInput}`, content: input }])
  }

  /** Unzipped. */
  get bytes(): number {
    return this.#entries.reduce((sum, { content }) => sum + content.length, 0)
  }

  /** Makes the zip, with this model inside. Random weights do not compress, so the compression level is low. */
  async zip(model?: ComparedModel): Promise<Buffer> {
    if (!model) return zip(this.#entries, 1)
    return zip([...this.#entries, { name: modelKey(model.name), content: await readFile(model.path) }], 1)
  }
}

export interface PackagePlace {
  readonly lambda: LambdaClient
  readonly s3: S3Client
  readonly artifactsBucket: string
  readonly accountId: string
}

/** Uploads a package once, for all functions that use it. Returns its key. */
export async function uploadPackage(place: PackagePlace, body: Buffer): Promise<string> {
  const { s3, artifactsBucket, accountId } = place
  const key = `functions/compared-${createHash('sha256').update(body).digest('hex')}.zip`
  await uploadArtifact(s3, artifactsBucket, { key, body, contentType: 'application/zip' }, accountId)
  return key
}

/** Gives the function this package and waits until the function accepts calls. */
export async function deployPackage(place: PackagePlace, FunctionName: string, S3Key: string): Promise<void> {
  const { lambda, artifactsBucket } = place
  const command = new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: artifactsBucket, S3Key })
  await lambda.send(command)
  await functionUpdated(lambda, FunctionName)
}
