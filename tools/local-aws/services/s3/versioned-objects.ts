import { randomBytes } from 'node:crypto'
import { compareKeys, lowerBound } from './key-order.ts'
import type { AnyVersion, DeleteMarker, ObjectVersion } from './object-version.ts'
import { nullVersionId } from './object-version.ts'

export type Versioning = 'Enabled' | 'Suspended' | undefined

/**
 * The objects of a bucket with all their versions, the newest first.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
 */
export class VersionedObjects {
  readonly #versions = new Map<string, AnyVersion[]>()
  #sorted: string[] | undefined

  get isEmpty(): boolean {
    return this.#versions.size === 0
  }

  /** The newest version, which may be a delete marker. */
  current(key: string): AnyVersion | undefined {
    return this.#versions.get(key)?.[0]
  }

  version(key: string, versionId: string): AnyVersion | undefined {
    return this.#versions.get(key)?.find(version => version.versionId === versionId)
  }

  versionsOf(key: string): readonly AnyVersion[] {
    return this.#versions.get(key) ?? []
  }

  /** The keys with the prefix, in S3's order, from the first that is not before `from`. */
  *keys(prefix: string, from = ''): Generator<string> {
    this.#sorted ??= [...this.#versions.keys()].sort(compareKeys)
    const sorted = this.#sorted
    const start = compareKeys(from, prefix) > 0 ? from : prefix
    for (let index = lowerBound(sorted, start); index < sorted.length; index++) {
      const key = sorted[index]!
      if (!key.startsWith(prefix)) return
      yield key
    }
  }

  /** Adds the newest version. Without versioning, or while it is suspended, it replaces the null version. */
  add<V extends AnyVersion>(version: V): V {
    if (version.versionId === nullVersionId) this.remove(version.key, nullVersionId)
    const versions = this.#versions.get(version.key)
    if (versions) versions.unshift(version)
    else {
      this.#versions.set(version.key, [version])
      this.#sorted = undefined
    }
    return version
  }

  /** Removes one version for good. Its bytes are removed when the last reader is done. */
  remove(key: string, versionId: string): AnyVersion | undefined {
    const versions = this.#versions.get(key) ?? []
    const index = versions.findIndex(version => version.versionId === versionId)
    if (index === -1) return undefined
    const [removed] = versions.splice(index, 1)
    if (versions.length === 0) {
      this.#versions.delete(key)
      this.#sorted = undefined
    }
    if (removed && !removed.isDeleteMarker) removed.content.release()
    return removed
  }
}

export function newVersionId(versioning: Versioning): string {
  return versioning === 'Enabled' ? randomBytes(24).toString('base64url').replace(/[-_]/g, '0') : nullVersionId
}

export function isObject(version: AnyVersion | undefined): version is ObjectVersion {
  return version?.isDeleteMarker === false
}

export function isDeleteMarker(version: AnyVersion | undefined): version is DeleteMarker {
  return version?.isDeleteMarker === true
}
