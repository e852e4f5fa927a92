import type { Bucket } from '../../bucket/bucket.ts'
import type { StoredObject } from '../../bucket/stored-object.ts'
import { Failure, isFailure } from '../../failure/failure.ts'
import { parseModelName } from '../../working-set/key.ts'

/** The object of the model with this name in a request, and the parts of its key. Rejects with MODEL_NOT_FOUND. */
export async function findObject(
  bucket: Bucket,
  name: string,
): Promise<{ names: readonly string[]; object: StoredObject }> {
  for (const names of parseModelName(name)) {
    const object = await head(bucket, names)
    if (object) return { names, object }
  }
  const message = `There is no model ${name} in the bucket. Put it there as models/${name}.`
  throw new Failure('MODEL_NOT_FOUND', message, { model: name })
}

/** The object as it is now; undefined if there is none. */
export async function head(bucket: Bucket, names: readonly string[]): Promise<StoredObject | undefined> {
  try {
    return await bucket.head(names.join('/'))
  } catch (error) {
    if (isFailure(error) && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}

/** Changes whenever the content changes. */
export function versionOf({ etag, versionId, bytes }: StoredObject): string {
  return JSON.stringify([etag, versionId, bytes])
}
