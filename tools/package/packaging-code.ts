import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The paths of the code that bundles and zips: this folder without its tests. Throws errors of the file system. */
export function packagingCode(): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(name => join(folder, name))
}

/**
 * Whether a file was written since `time`, in milliseconds as Date.now(). This process runs the code that it loaded at
 * its start, so its zips must not be stored as those of code that was saved later. It compares ctime, which nobody sets
 * back. Throws errors of the file system.
 */
export function changedSince(time: number, paths: readonly string[]): boolean {
  return paths.some(path => statSync(path).ctimeMs >= time)
}
