import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface BundleFile {
  /** Relative to the bundle's folder, with slashes. */
  readonly path: string
  readonly content: string | Uint8Array
}

/** A file of JSON, indented for people. */
export function jsonFile(path: string, content: unknown): BundleFile {
  return { path, content: `${JSON.stringify(content, null, 2)}\n` }
}

/**
 * Writes a bundle with its manifest. The bundle appears complete or not at all: a hidden folder receives the files and
 * is renamed at the end.
 *
 * @returns the bundle's folder
 */
export async function writeBundle(root: string, runId: string, files: readonly BundleFile[]): Promise<string> {
  const folder = join(root, runId)
  const partial = join(root, `.${runId}.partial`)
  await rm(partial, { recursive: true, force: true })
  try {
    for (const { path, content } of [...files, manifestOf(files)]) {
      await mkdir(dirname(join(partial, path)), { recursive: true })
      await writeFile(join(partial, path), content)
    }
    await rename(partial, folder)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
  return folder
}

/** The format of `sha256sum`. Check it by `sha256sum -c manifest.sha256` in the bundle's folder. */
function manifestOf(files: readonly BundleFile[]): BundleFile {
  const lines = files.map(({ path, content }) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`)
  return { path: 'manifest.sha256', content: lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('') }
}
