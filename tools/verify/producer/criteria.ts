import type { Criterion } from '../criterion.ts'
import { acceptedInput } from './accepted-input.ts'
import { atomicRename } from './atomic-rename.ts'
import { folders } from './folders.ts'
import { ingestAnswer } from './ingest-answer.ts'
import { mountGone } from './mount-gone.ts'
import { objectCreatedEvent } from './object-created-event.ts'
import { producerMount } from './producer-mount.ts'
import { repeatedKey } from './repeated-key.ts'
import { sizeLimit } from './size-limit.ts'

/** Requirement 2. */
export const producerCriteria: readonly Criterion[] = [
  producerMount,
  folders,
  acceptedInput,
  objectCreatedEvent,
  atomicRename,
  sizeLimit,
  repeatedKey,
  ingestAnswer,
  mountGone,
]
