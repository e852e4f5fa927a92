import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { CommandError } from '../command/command-error.ts'
import { maskAccount } from './account-mask.ts'
import { type BundleFile, writeBundle } from './bundle.ts'
import { readBundle } from './comparison/read-bundle.ts'
import { crateMetadata, crateMetadataPath } from './crate/crate-metadata.ts'

/**
 * Adds a folder to a bundle under the folder's name, describes its files in the RO-Crate and seals the bundle again. The
 * accounts of its ARNs are masked, as in every bundle. Earlier files of that name are replaced. The bundle is changed as
 * a whole or not at all.
 *
 * @returns the paths of the added files
 * @throws CommandError NOT_A_BUNDLE, BUNDLE_CHANGED; NOTHING_TO_ADD when the folder has no file
 */
export async function extendBundle(bundle: string, folder: string): Promise<string[]> {
  const { report } = await readBundle(bundle)
  const name = basename(resolve(folder))
  const added = (await filesOf(folder)).map(({ path, content }) => ({ path: `${name}/${path}`, content }))
  if (added.length === 0) {
    throw new CommandError('NOTHING_TO_ADD', `${folder} has no files.`, {
      nextStep: 'Give a folder with results, e.g. .build/comparison of `npm run compare`.',
    })
  }
  const sealed = ['manifest.sha256', crateMetadataPath]
  const kept = (await filesOf(bundle)).filter(({ path }) => !sealed.includes(path) && !path.startsWith(`${name}/`))
  const files = [...kept, ...added]
  await replaceBundle(bundle, [...files, crateMetadata(report, files)])
  return added.map(({ path }) => path)
}

async function replaceBundle(bundle: string, files: readonly BundleFile[]): Promise<void> {
  const [root, runId] = [dirname(resolve(bundle)), basename(resolve(bundle))]
  const [next, before] = [`.${runId}.next`, join(root, `.${runId}.before`)]
  await rm(join(root, next), { recursive: true, force: true })
  await writeBundle(root, next, files)
  await rename(bundle, before)
  await rename(join(root, next), bundle).catch(async (error: unknown) => {
    await rename(before, bundle)
    throw error
  })
  await rm(before, { recursive: true })
}

async function filesOf(folder: string): Promise<BundleFile[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.sort().map(async path => {
      const bytes = await readFile(path)
      const content = extname(path) === '.png' ? bytes : withoutAccounts(bytes.toString('utf8'))
      return { path: relative(folder, path).split(sep).join('/'), content }
    }),
  )
}

/** Masks every account that an ARN of the text names (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
function withoutAccounts(text: string): string {
  const accounts = new Set([...text.matchAll(/\barn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/g)].map(([, account]) => account!))
  return [...accounts].reduce(maskAccount<string>, text)
}
