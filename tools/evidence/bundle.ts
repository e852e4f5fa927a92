import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface BundleFile {
  /** Below the bundle's folder, with slashes. */
  readonly path: string
  readonly content: string | Uint8Array
}

/**
 * Writes a bundle with its manifest. It appears under its name complete or not at all: a folder with a dot takes the
 * files and is renamed at the end.
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

/** As `sha256sum` writes and checks it: `sha256sum -c manifest.sha256` in the bundle's folder. */
function manifestOf(files: readonly BundleFile[]): BundleFile {
  const lines = files.map(({ path, content }) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`)
  return { path: 'manifest.sha256', content: lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('') }
}
