/** A request to the observer. Paths are relative to the mount. */
export type ObserverRequest =
  /** Whether the mount exists and is writable. A failure says why not. */
  | { readonly action: 'probe' }
  | { readonly action: 'stat'; readonly paths: readonly string[] }
  | { readonly action: 'list'; readonly path: string }
  | { readonly action: 'hash'; readonly path: string }
  | { readonly action: 'read'; readonly path: string }
  | { readonly action: 'watch'; readonly path: string; readonly milliseconds: number }
  /** Writes a file that appears complete or not at all. `content` is base64. */
  | { readonly action: 'write'; readonly path: string; readonly content: string }
  | { readonly action: 'makeFolder'; readonly path: string }
  /** Removes files, and whole folders of our own. */
  | { readonly action: 'remove'; readonly paths: readonly string[] }

/** Prefix of the folders that the observer makes and removes with their content. */
export const ownFolder = '.verify-'

export interface FileState {
  readonly path: string
  readonly type: 'file' | 'folder' | 'none'
  /** Bytes. */
  readonly size?: number
  readonly ino?: number
  readonly uid?: number
  readonly gid?: number
  readonly mtimeMs?: number
  /** Permissions in octal: `750`. */
  readonly mode?: string
}

/** The staging folder and the watched name at one moment. */
export interface SeenState {
  readonly atMs: number
  readonly staged: readonly { readonly ino: number; readonly size: number }[]
  readonly final: { readonly ino: number; readonly size: number } | null
}

export interface ObserverAnswer {
  readonly files?: readonly FileState[]
  readonly names?: readonly string[]
  readonly sha256?: string
  readonly file?: FileState
  readonly content?: string
  readonly seen?: readonly SeenState[]
}
