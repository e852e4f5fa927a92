import { setTimeout } from 'node:timers/promises'
import { Failure } from '../failure/failure.ts'
import { readOrigin, writeOrigin } from '../working-set/origin.ts'
import { Superseded } from '../working-set/rivals.ts'
import type { Ingested, Ingestion } from './ingestion.ts'
import { presentFile } from './present-file.ts'
import { type Copy, copyObject } from './object-copy.ts'

const rounds = 10

/**
 * Makes the copy on EFS equal to the object that the bucket has now. An event only says that something changed: events
 * arrive more than once and in any order, so neither the ETag nor the sequencer in an event decides anything, and a
 * late event about an old version finds the copy up to date. Two writers may still cross, so that the one with the
 * older bytes renames last. Therefore a writer is done only when a check of S3 after its rename finds the object
 * unchanged.
 */
export async function synchronize(ingestion: Ingestion): Promise<Ingested> {
  const { workingSet, key, trace } = ingestion
  let last: Ingested | undefined
  let superseded: Superseded | undefined
  for (let round = 0; round < rounds; round++) {
    const present = await presentFile(ingestion)
    const origin = present && (await readOrigin(workingSet, key, present))
    trace.stage = 'read'
    const status = last?.status ?? (present ? 'replaced' : 'created')
    const use = (copy: Copy) => replace(ingestion, copy, status)
    const copied = await copyObject(ingestion, origin?.etag, use, key.path)
      .catch(deletedSince(last))
      .catch(supersession)
    superseded = copied instanceof Superseded ? copied : undefined
    if (copied instanceof Superseded) await pause(round)
    else if (copied !== 'unchanged') last = copied
    else if (last) return last
    else if (present) return { status: 'exists', bytes: present.bytes }
    else throw new TypeError('S3 answered 304 to a request without a condition')
  }
  throw superseded ?? new Failure('S3_UNAVAILABLE', `${key.text} changed during each of ${rounds} attempts to copy it.`)
}

// The pause is random, so that the writers do not all come back at once.
async function pause(round: number): Promise<void> {
  await setTimeout(Math.random() * 100 * (round + 1))
}

function supersession(error: unknown): Superseded {
  if (error instanceof Superseded) return error
  throw error
}

async function replace(ingestion: Ingestion, copy: Copy, status: Ingested['status']): Promise<Ingested> {
  const { workingSet, key, trace } = ingestion
  trace.stage = 'write'
  await copy.file.replace(key.path)
  await writeOrigin(workingSet, key, copy)
  const { bytes, sha256, verifiedBy } = copy
  return { status, bytes, sha256, verifiedBy }
}

// An object that was copied and then deleted keeps its copy: the bucket sends no events about deletions.
function deletedSince(last: Ingested | undefined): (error: unknown) => 'unchanged' {
  return error => {
    if (last && error instanceof Failure && error.code === 'NOT_FOUND') return 'unchanged'
    throw error
  }
}
