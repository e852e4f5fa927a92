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
 * object whose digests are known is shared instead of copied.
 */
export async function copiedContent(
  source: ObjectVersion,
  algorithm: ChecksumAlgorithm,
  store: ContentStore,
  range?: ByteRange,
): Promise<CopiedContent> {
  const known = source.checksum
  if (!range && !source.parts && known.algorithm === algorithm && known.type === 'FULL_OBJECT') {
    return { content: source.content.retain(), md5: source.eTag.replaceAll('"', ''), checksum: known }
  }
  const md5 = newDigest('MD5')
  const digest = newDigest(algorithm)
  const content = await store.write(source.content.read(range), [md5, digest])
  return {
    content,
    md5: Buffer.from(await md5.value()).toString('hex'),
    checksum: { algorithm, value: Buffer.from(await digest.value()).toString('base64') },
  }
}
