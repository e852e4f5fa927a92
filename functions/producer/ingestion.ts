import type { Bucket } from '../bucket/bucket.ts'
import type { Trace } from '../log/trace.ts'
import type { Key } from '../working-set/key.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import type { CopyLimits } from './copy-limits.ts'

export interface Ingestion {
  bucket: Bucket
  workingSet: WorkingSet
  key: Key
  trace: Trace
  limits: CopyLimits
  sumsProgram?: string | undefined
}

export interface Ingested {
  status: 'created' | 'exists' | 'replaced'
  bytes: number
  sha256?: string
  verifiedBy?: string
}
