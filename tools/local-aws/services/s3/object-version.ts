import type { StorageClass } from '@aws-sdk/client-s3'
import type { Checksum } from './content/received-body.ts'
import type { StoredContent } from './content/stored-content.ts'

/** The headers that a client stores with the bytes and gets back with them. */
export interface ObjectHeaders {
  readonly contentType: string
  readonly cacheControl?: string
  readonly contentDisposition?: string
  readonly contentEncoding?: string
  readonly contentLanguage?: string
  readonly expires?: Date
  readonly websiteRedirectLocation?: string
}

export interface ObjectAttributes {
  readonly headers: ObjectHeaders
  readonly metadata: Readonly<Record<string, string>>
  readonly storageClass: StorageClass
}

export interface Tag {
  readonly Key: string
  readonly Value: string
}

export interface ObjectPart {
  readonly partNumber: number
  readonly size: number
  readonly checksum?: Checksum
}

export interface ObjectChecksum extends Checksum {
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** `null` is S3's own name for the version that an object has while its bucket is not versioned. */
export const nullVersionId = 'null'

interface Version {
  readonly key: string
  readonly versionId: string
  readonly lastModified: Date
}

export interface ObjectVersion extends Version {
  readonly isDeleteMarker: false
  readonly content: StoredContent
  /** In quotation marks, as in HTTP. */
  readonly eTag: string
  readonly checksum: ObjectChecksum
  readonly attributes: ObjectAttributes
  /** Only after a multipart upload. */
  readonly parts?: readonly ObjectPart[]
  /** Tags are the only part of a version that can change. */
  tags: readonly Tag[]
}

export interface DeleteMarker extends Version {
  readonly isDeleteMarker: true
}

export type AnyVersion = ObjectVersion | DeleteMarker
