import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { zip } from '../../package/zip.ts'

/** Packs the observer's code for Lambda: `index.js` with the export `handler`. */
export async function observerZip(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('handler.ts', import.meta.url))],
    outfile: 'index.js',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
  })
  return zip([
    { name: 'index.js', content: outputFiles[0]!.contents },
    { name: 'package.json', content: Buffer.from('{"type":"commonjs"}\n') },
  ])
}
