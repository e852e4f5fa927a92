import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { CommandError } from '../command/command-error.ts'
import { renameDeployments } from './deployment-id.ts'
import { nestedTemplates, type TemplateLocation } from './nested-templates.ts'
import { type Edit, edited, parseTemplate } from './template-source.ts'

export interface PackageTemplatesOptions extends TemplateLocation {
  readonly templatesDir: string
  /** The template that nests all others. */
  readonly rootFile?: string
  /** If set, the templates are also written here for people. */
  readonly outDir?: string
}

export interface PackagedTemplate {
  /** `main`, `api` … */
  readonly name: string
  /** `templates/<name>-<sha256>.yaml` */
  readonly key: string
  readonly sha256: string
  readonly body: string
}

/**
 * Packages the root template and all nested ones, children first, each under a key with the hash of its content:
 * CloudFormation reads a nested template again only if its URL has changed.
 */
export async function packageTemplates(
  options: PackageTemplatesOptions,
): Promise<{ root: PackagedTemplate; files: PackagedTemplate[] }> {
  const packaged = new Map<string, PackagedTemplate>()
  const root = await packageTemplate(join(options.templatesDir, options.rootFile ?? 'main.yaml'), [], packaged, options)
  const files = [...packaged.values()]
  if (options.outDir !== undefined) await write(files, options.outDir)
  return { root, files }
}

async function packageTemplate(
  path: string,
  parents: readonly string[],
  packaged: Map<string, PackagedTemplate>,
  options: PackageTemplatesOptions,
): Promise<PackagedTemplate> {
  const done = packaged.get(path)
  if (done) return done
  if (parents.includes(path)) {
    throw new CommandError(
      'TEMPLATE_CYCLE',
      `Templates nest one another in a circle: ${[...parents, path].join(', ')}.`,
    )
  }
  const template = parseTemplate(path, await read(path, parents))
  const edits: Edit[] = []
  for (const nested of nestedTemplates(template)) {
    const child = await packageTemplate(join(dirname(path), nested.file), [...parents, path], packaged, options)
    edits.push(nested.pointTo(child.key, options))
  }
  const body = renameDeployments(edited(template, edits))
  const sha256 = createHash('sha256').update(body).digest('hex')
  const name = relative(options.templatesDir, path)
    .replaceAll(sep, '/')
    .replace(/\.\w+$/, '')
  const result = { name, key: `templates/${name}-${sha256}.yaml`, sha256, body }
  packaged.set(path, result)
  return result
}

async function read(path: string, parents: readonly string[]): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const parent = parents.at(-1)
    const message = `There is no template ${path}${parent === undefined ? '' : `, which ${parent} nests`}.`
    throw new CommandError('NO_TEMPLATE', message, { cause: error })
  }
}

async function write(files: readonly PackagedTemplate[], outDir: string): Promise<void> {
  for (const { name, body } of files) {
    const path = join(outDir, `${name}.yaml`)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, body)
  }
}
