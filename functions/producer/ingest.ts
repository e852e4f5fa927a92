import { createHash } from 'node:crypto'
import { Failure } from '../failure/failure.ts'
import type { FileVersion } from '../working-set/file-version.ts'
import { contentOf, type Key } from '../working-set/key.ts'
import { writeOrigin } from '../working-set/origin.ts'
import { withStagedFile } from '../working-set/staged-file.ts'
import type { Ingested, Ingestion } from './ingestion.ts'
import { type Copy, copyObject } from './object-copy.ts'
import { presentFile } from './present-file.ts'
import { synchronize } from './synchronize.ts'

/**
 * Copies the object of this key to EFS, unless EFS has it. An input never changes, so S3 is not asked about an input
 * that is on EFS. S3 is asked about a model that is on EFS, because an event may have been lost.
 */
export async function ingestObject(ingestion: Ingestion): Promise<Ingested> {
  const present = await presentFile(ingestion)
  if (!present) return copyNewObject(ingestion)
  if (ingestion.key.path[0] === 'inputs') return { status: 'exists', bytes: present.bytes }
  return synchronize(ingestion).catch(keepingWhatIsThere(present))
}

// A model whose object was deleted stays on EFS for predictions.
function keepingWhatIsThere({ bytes }: FileVersion): (error: unknown) => Ingested {
  return error => {
    if (error instanceof Failure && error.code === 'NOT_FOUND') return { status: 'exists', bytes }
    throw error
  }
}

/**
 * Stores the data in the bucket first, because the bucket is the system of record. If EFS fails afterwards, the same
 * request finishes the work. In the other order, a file on EFS would answer "exists" for ever for an object that was
 * never stored.
 */
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
    // The object in the bucket is never overwritten. If it holds other data, the caller's data was not stored.
    return copied.sha256 === sha256(data) ? copied : { ...copied, status: 'exists' }
  }
  throw new Failure('S3_UNAVAILABLE', `S3 neither stores ${key.text} nor has it. Send the request again.`)
}

// The bucket has the object and EFS does not: an earlier attempt died between the two, or another attempt is running.
// Returns undefined if the object has disappeared from the bucket again.
async function copyStoredObject(ingestion: Ingestion): Promise<Ingested | undefined> {
  try {
    return await copyNewObject(ingestion)
  } catch (error) {
    if (error instanceof Failure && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}

async function copyNewObject(ingestion: Ingestion): Promise<Ingested> {
  ingestion.trace.stage = 'read'
  const ingested = await copyObject(ingestion, undefined, copy => publish(ingestion, copy))
  if (ingested === 'unchanged') throw new TypeError('S3 answered 304 to a request without a condition')
  return ingested
}

async function writeNewFile(ingestion: Ingestion, data: Uint8Array, etag: string): Promise<Ingested> {
  return withStagedFile(ingestion.workingSet, async file => {
    await file.write(data, 0)
    const sealed = await file.seal()
    return publish(ingestion, { file, etag, sha256: sha256(data), verifiedBy: 'request', ...sealed })
  })
}

async function publish(ingestion: Ingestion, copy: Copy): Promise<Ingested> {
  const { workingSet, key, trace } = ingestion
  const { bytes, sha256, verifiedBy } = copy
  checkName(key, sha256)
  trace.stage = 'write'
  if (await copy.file.create(key.path)) {
    await writeOrigin(workingSet, key, copy)
    return { status: 'created', bytes, sha256, verifiedBy }
  }
  const present = await presentFile(ingestion)
  return { status: 'exists', bytes: present?.bytes ?? bytes, sha256, verifiedBy }
}

// Data without a key is stored under the hash of its content, and an existing file of that name is trusted. So a name
// of this form must be true.
function checkName(key: Key, sha256: string): void {
  const promised = contentOf(key)
  if (promised === undefined || promised === sha256) return
  throw new Failure('INVALID_REQUEST', `${key.text} is named after another content: its SHA-256 is ${sha256}.`)
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
