import { createHash } from 'node:crypto'
import type { Bucket } from '../bucket/bucket.ts'
import { Failure } from '../failure/failure.ts'
import type { Trace } from '../log/trace.ts'
import { type FileVersion, findFile } from '../working-set/file-version.ts'
import { fileInTheWay } from '../working-set/folders.ts'
import type { Key } from '../working-set/key.ts'
import { writeOrigin } from '../working-set/origin.ts'
import { withStagedFile } from '../working-set/staged-file.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import { type Copy, copyObject } from './object-copy.ts'

export interface Ingestion {
  bucket: Bucket
  workingSet: WorkingSet
  key: Key
  trace: Trace
}

export interface Ingested {
  status: 'created' | 'exists' | 'replaced'
  bytes: number
  sha256?: string
}

// Copies the object of this key to EFS, unless a file of this key is there: then S3 is not even asked.
export async function ingestObject(ingestion: Ingestion): Promise<Ingested> {
  const present = await presentFile(ingestion)
  if (present) return { status: 'exists', bytes: present.bytes }
  return copyNewObject(ingestion)
}

// The bucket first, because it is the system of record: when EFS fails after it, the same request again finishes the
// work; the other way round a file on EFS would answer "exists" for ever for an object that was never stored.
export async function ingestData(ingestion: Ingestion, data: Uint8Array): Promise<Ingested> {
  const { bucket, key, trace } = ingestion
  const present = await presentFile(ingestion)
  if (present) return { status: 'exists', bytes: present.bytes }
  for (let attempt = 1; attempt <= 3; attempt++) {
    trace.stage = 'store'
    const stored = await bucket.create(key.text, data)
    if (stored) return writeNewFile(ingestion, data, stored.etag)
    const copied = await copyStoredObject(ingestion)
    if (copied === undefined) continue
    // The bucket's object is never overwritten. Where it holds other data, the caller's was not taken.
    return copied.sha256 === sha256(data) ? copied : { ...copied, status: 'exists' }
  }
  throw new Failure('S3_UNAVAILABLE', `S3 neither stores ${key.text} nor has it. Send the request again.`)
}

export async function presentFile({ workingSet, key, trace }: Ingestion): Promise<FileVersion | undefined> {
  trace.stage = 'write'
  const file = await findFile(workingSet, key.path)
  if (file === 'folder') throw fileInTheWay(key.path, 'a folder', 'a file')
  return file
}

// The bucket has the object and EFS does not: an earlier attempt died between the two, or another is under way.
// Nothing when the bucket has lost it again.
async function copyStoredObject(ingestion: Ingestion): Promise<Ingested | undefined> {
  try {
    return await copyNewObject(ingestion)
  } catch (error) {
    if (error instanceof Failure && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}

async function copyNewObject(ingestion: Ingestion): Promise<Ingested> {
  const { bucket, workingSet, key, trace } = ingestion
  trace.stage = 'read'
  const ingested = await copyObject(bucket, workingSet, key, undefined, copy => publish(ingestion, copy))
  if (ingested === 'unchanged') throw new TypeError('S3 answered 304 to a request without a condition')
  return ingested
}

async function writeNewFile(ingestion: Ingestion, data: Uint8Array, etag: string): Promise<Ingested> {
  return withStagedFile(ingestion.workingSet, async file => {
    await file.append(data)
    return publish(ingestion, { file, etag, sha256: sha256(data), ...(await file.seal()) })
  })
}

async function publish(ingestion: Ingestion, copy: Copy): Promise<Ingested> {
  const { workingSet, key, trace } = ingestion
  const { bytes, sha256 } = copy
  trace.stage = 'write'
  if (await copy.file.create(key.path)) {
    await writeOrigin(workingSet, key, copy)
    return { status: 'created', bytes, sha256 }
  }
  const present = await presentFile(ingestion)
  return { status: 'exists', bytes: present?.bytes ?? bytes, sha256 }
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
