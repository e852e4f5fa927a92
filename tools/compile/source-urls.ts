import { readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * An esbuild plugin: in each TypeScript source of the repository `import.meta.url` stays the address of that source, also
 * when the source becomes a part of a bundle. Sources find templates, models and documents beside themselves by it.
 *
 * The address is computed from the bundle's own, so a repository can be moved or copied together with its bundles.
 * Every bundle must therefore lie directly in `outDir`.
 *
 * @param texts By the path of a source: what is taken in place of its text.
 */
export function sourceUrls(outDir: string, texts?: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'source-urls',
    setup(build) {
      build.onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => {
        if (path.includes(`${sep}node_modules${sep}`)) return undefined
        const text = texts?.get(path) ?? (await readFile(path, 'utf8'))
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
  const address = `new URL(${JSON.stringify(url)}, import.meta.url)`
  const path = `process.getBuiltinModule('node:url').fileURLToPath(${address})`
  const replacements: Readonly<Record<string, string>> = {
    url: `${address}.href`,
    filename: path,
    dirname: `process.getBuiltinModule('node:path').dirname(${path})`,
  }
  return text.replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, property: string) => replacements[property]!)
}
