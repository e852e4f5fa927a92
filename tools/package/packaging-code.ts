import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Paths of what bundles and zips here: this folder without its tests. Throws what the file system does. */
export function packagingCode(): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(name => join(folder, name))
}

/**
 * Whether a file has been written since `time`, in milliseconds as Date.now(). What this process runs is what it loaded
 * at its start; zips made by it must not pass for those of code that was saved since. By ctime, which nobody sets back.
 * Throws what the file system does.
 */
export function changedSince(time: number, paths: readonly string[]): boolean {
  return paths.some(path => statSync(path).ctimeMs >= time)
}
