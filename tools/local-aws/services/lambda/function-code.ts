import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import yauzl from 'yauzl'
import { AwsError } from '../../aws-error.ts'
import type { FunctionCode } from './function-model.ts'
import type { Account, Call } from './operation.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxUnzippedBytes = 262_144_000
const maxDirectUploadBytes = 52_428_800
const maxRequestBytes = 70_167_211

export interface CodeSource {
  readonly ZipFile?: Uint8Array
  readonly S3Bucket?: string
  readonly S3Key?: string
  readonly S3ObjectVersion?: string
}

/** Fetches and unzips a function's code. @throws AwsError InvalidParameterValueException, RequestEntityTooLargeException */
export async function loadCode(call: Call, source: CodeSource): Promise<FunctionCode> {
  if (source.ZipFile && source.ZipFile.length >= maxDirectUploadBytes)
    throw tooLarge(`Zipped size must be smaller than ${maxDirectUploadBytes} bytes`)
  checkRequestSize(call)
  const { account } = call
  const folder = join(account.folder('lambda'), 'code')
  const received = join(folder, `${randomUUID()}.received`)
  await mkdir(folder, { recursive: true, mode: 0o755 })
  try {
    const { sha256, size } = await (source.ZipFile
      ? store([source.ZipFile], received)
      : storeFromBucket(call, source, received))
    const directory = await unzippedOnce(account, sha256, received)
    return { sha256, size, directory, zipFile: zipOf(directory) }
  } finally {
    await rm(received, { force: true })
  }
}

/** Writes a zip to a file part by part: a copy of it in memory would take longer than this. */
async function store(parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, path: string) {
  const hash = createHash('sha256')
  let size = 0
  const counted = async function* () {
    for await (const part of parts) {
      hash.update(part)
      size += part.length
      yield part
    }
  }
  await writeFile(path, counted())
  return { sha256: hash.digest('base64'), size }
}

/** By account and SHA-256: the directory of code that several functions may have. On AWS none of them can write to it. */
const unzipped = new WeakMap<Account, Map<string, Promise<string>>>()

async function unzippedOnce(account: Account, sha256: string, received: string): Promise<string> {
  const directories = unzipped.get(account) ?? new Map<string, Promise<string>>()
  unzipped.set(account, directories)
  const known = directories.get(sha256)
  if (known) return known
  const directory = join(dirname(received), randomUUID())
  const made = unzip(received, directory).then(async () => {
    await rename(received, zipOf(directory))
    return directory
  })
  directories.set(sha256, made)
  made.catch(() => directories.delete(sha256))
  return made
}

/** The file that GetFunction lets its caller download. */
function zipOf(directory: string): string {
  return `${directory}.zip`
}

/** Code in the request is in base64, so the limit is four thirds of the zip's limit. */
function checkRequestSize({ http, operationName }: Call): void {
  if (Number(http.headers['content-length'] ?? 0) < maxRequestBytes) return
  throw tooLarge(`Request must be smaller than ${maxRequestBytes} bytes for the ${operationName} operation`)
}

// The source of AWS's words, and of the order of the checks: https://github.com/localstack/docs/pull/933
function tooLarge(message: string): AwsError {
  return new AwsError('RequestEntityTooLargeException', message, 413)
}

/** Reads the code with the caller's own credentials, as Lambda does. */
async function storeFromBucket(
  { account, caller }: Call,
  { S3Bucket, S3Key, S3ObjectVersion }: CodeSource,
  path: string,
) {
  if (!S3Bucket || !S3Key) {
    throw new AwsError('InvalidParameterValueException', 'Please provide a source for function code.')
  }
  const { credentials } = account.iam.holder(caller.accessKeyId)!
  const s3 = new S3Client({ endpoint: account.endpoint, region: account.region, credentials, forcePathStyle: true })
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: S3Bucket, Key: S3Key, VersionId: S3ObjectVersion }))
    return await store(Body as Readable, path)
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'AccessDenied') {
      throw new AwsError(
        'AccessDeniedException',
        `Your access has been denied by S3, please make sure your request credentials have permission to GetObject for ${S3Bucket}/${S3Key}. S3 Error Code: AccessDenied. S3 Error Message: ${message}`,
        403,
      )
    }
    if (error instanceof S3ServiceException && error.$fault === 'client') {
      throw new AwsError(
        'InvalidParameterValueException',
        `Error occurred while GetObject. S3 Error Code: ${name}. S3 Error Message: ${message}`,
      )
    }
    throw error
  } finally {
    s3.destroy()
  }
}

/** Unzips under a temporary name first. Any user can read the files, since functions run as the access point's user. */
async function unzip(zip: string, directory: string): Promise<void> {
  const partial = `${directory}.partial`
  try {
    const archive = await yauzl.openPromise(zip)
    let bytes = 0
    await mkdir(partial, { recursive: true, mode: 0o755 })
    for await (const entry of archive.eachEntry()) {
      const path = join(partial, normalize(entry.fileName))
      if (entry.fileName.endsWith('/')) {
        await mkdir(path, { recursive: true, mode: 0o755 })
        continue
      }
      bytes += entry.uncompressedSize
      if (bytes >= maxUnzippedBytes) {
        throw new AwsError(
          'InvalidParameterValueException',
          `Unzipped size must be smaller than ${maxUnzippedBytes} bytes`,
        )
      }
      await mkdir(dirname(path), { recursive: true, mode: 0o755 })
      await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path))
      await chmod(path, (entry.externalFileAttributes >>> 16) & 0o100 ? 0o755 : 0o644)
    }
    await rename(partial, directory)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (error instanceof AwsError) throw error
    throw Object.assign(
      new AwsError(
        'InvalidParameterValueException',
        'Could not unzip uploaded file. Please check your file, then try to upload again.',
      ),
      { cause: error },
    )
  }
}
