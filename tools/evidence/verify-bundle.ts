import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { CommandError } from '../command/command-error.ts'

export interface ManifestComparison {
  readonly verified: readonly string[]
  /** A sentence for each file that is missing, changed, or not in the manifest. */
  readonly problems: readonly string[]
}

/** Compares a bundle with its manifest. @throws CommandError NOT_A_BUNDLE when there is no manifest */
export async function verifyBundle(folder: string): Promise<ManifestComparison> {
  const expected = await readManifest(folder)
  const present = (await filesBelow(folder)).filter(path => path !== 'manifest.sha256')
  const verified: string[] = []
  const problems = present.filter(path => !expected.has(path)).map(path => `${path} is not in the manifest`)
  for (const [path, hash] of expected) {
    if (!present.includes(path)) problems.push(`${path} is missing`)
    else if ((await sha256(join(folder, path))) !== hash) problems.push(`${path} has changed since it was written`)
    else verified.push(path)
  }
  return { verified, problems }
}

async function readManifest(folder: string): Promise<Map<string, string>> {
  let text: string
  try {
    text = await readFile(join(folder, 'manifest.sha256'), 'utf8')
  } catch (cause) {
    throw new CommandError('NOT_A_BUNDLE', `${folder} has no manifest.sha256.`, {
      nextStep: 'Give the folder of one run, e.g. evidence/<runId>.',
      cause,
    })
  }
  const entries = text.split('\n').flatMap(line => {
    const [, hash, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? []
    return hash && path ? [[path, hash] as const] : []
  })
  return new Map(entries)
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
