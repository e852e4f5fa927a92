import type { ObjectVersion } from '../object-version.ts'
import type { ContentStore } from './content-store.ts'
import type { ChecksumAlgorithm } from './digest.ts'
import { newDigest } from './digest.ts'
import type { Checksum } from './received-body.ts'
import type { ByteRange, StoredContent } from './stored-content.ts'

export interface CopiedContent {
  readonly content: StoredContent
  readonly md5: string
  readonly checksum: Checksum
}

/**
 * The bytes of an object, or a range of them, for another object or a part of one. Bytes never change, so a whole
 * object is shared and not copied.
 */
export async function copiedContent(
  source: ObjectVersion,
  algorithm: ChecksumAlgorithm,
  store: ContentStore,
  range?: ByteRange,
): Promise<CopiedContent> {
  if (!range) return sharedContent(source, algorithm)
  const md5 = newDigest('MD5')
  const digest = newDigest(algorithm)
  const content = await store.write(source.content.read(range), [md5, digest])
  return {
    content,
    md5: Buffer.from(await md5.value()).toString('hex'),
    checksum: { algorithm, value: Buffer.from(await digest.value()).toString('base64') },
  }
}

/** Uses the object's own digests, and computes others once, however often the object is copied. */
async function sharedContent(source: ObjectVersion, algorithm: ChecksumAlgorithm): Promise<CopiedContent> {
  const { parts, eTag, checksum: known } = source
  // Keeps a reference during the reading, because the object may be deleted meanwhile.
  const content = source.content.retain()
  try {
    const md5 = parts ? Buffer.from(await content.digest('MD5')).toString('hex') : eTag.replaceAll('"', '')
    if (known.algorithm === algorithm && known.type === 'FULL_OBJECT') return { content, md5, checksum: known }
    const value = Buffer.from(await content.digest(algorithm)).toString('base64')
    return { content, md5, checksum: { algorithm, value } }
  } catch (error) {
    content.release()
    throw error
  }
}
