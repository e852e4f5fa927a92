import { readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import type { Plugin } from 'esbuild'

export interface SourceUrlsOptions {
  /** Called with the content of each source as it was read. */
  readonly onRead?: (path: string, content: Buffer) => void
  /** Replacements for the text of sources, by path. */
  readonly texts?: ReadonlyMap<string, string>
}

/**
 * An esbuild plugin: in each TypeScript source of the repository `import.meta.url` stays the address of that source, also
 * when the source becomes a part of a bundle. Sources find templates, models and documents beside themselves by it.
 *
 * The address is computed from the bundle's own, so a repository can be moved or copied together with its bundles.
 * Every bundle must therefore lie directly in `outDir`.
 */
export function sourceUrls(outDir: string, { onRead, texts }: SourceUrlsOptions = {}): Plugin {
  return {
    name: 'source-urls',
    setup(build) {
      build.onLoad({ filter: /\.(ts|json)$/, namespace: 'file' }, async ({ path }) => {
        if (path.includes(`${sep}node_modules${sep}`)) return undefined
        const content = await readFile(path)
        onRead?.(path, content)
        if (path.endsWith('.json')) return { contents: content, loader: 'json' }
        const text = texts?.get(path) ?? content.toString()
        const contents = text.includes('import.meta') ? withSourceUrl(text, relativeUrl(outDir, path)) : text
        return { contents, loader: 'ts' }
      })
    },
  }
}

function relativeUrl(from: string, to: string): string {
  return relative(from, to).split(sep).map(encodeURIComponent).join('/')
}

function withSourceUrl(text: string, url: string): string {
  // In two parts, because this plugin also compiles this source.
  const bundle = ['import', 'meta', 'url'].join('.')
  const address = `new URL(${JSON.stringify(url)}, ${bundle})`
  const path = `process.getBuiltinModule('node:url').fileURLToPath(${address})`
  const replacements: Readonly<Record<string, string>> = {
    url: `${address}.href`,
    filename: path,
    dirname: `process.getBuiltinModule('node:path').dirname(${path})`,
  }
  return text.replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, property: string) => replacements[property]!)
}
