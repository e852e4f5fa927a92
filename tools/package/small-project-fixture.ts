import { join } from 'node:path'
import type { Test } from 'tap'
import { packageFunctions } from './package-functions.ts'
import { zip } from './zip.ts'

const locked = {
  'onnxruntime-common': {},
  'onnxruntime-node': { dependencies: { 'onnxruntime-common': '1' } },
  dep: {},
}

/** Makes a project with the layout of this repository and three packages of a few bytes each. For tests only. */
export function smallProject(t: Test): string {
  const binaries = () => ({ 'onnxruntime_binding.node': 'binding', 'libonnxruntime.so.1': 'library' })
  return t.testdir({
    'package.json': '{"type":"module"}',
    'tsconfig.json': '{"compilerOptions":{"target":"es2022"}}',
    'package-lock.json': JSON.stringify({
      packages: {
        '': { dependencies: { dep: '1', 'onnxruntime-node': '1' } },
        ...Object.fromEntries(Object.entries(locked).map(([name, entry]) => [`node_modules/${name}`, entry])),
      },
    }),
    functions: {
      producer: { 'index.ts': `export const handler = () => 'producer'\n` },
      consumer: {
        'index.ts': `import { dep } from 'dep'\nimport { word } from '../shared/word'\nexport const handler = () => [dep, word, 'consumer']\n`,
      },
      inference: { 'index.ts': `console.log('inference')\n` },
      sums: { 'index.ts': `console.log('sums')\n` },
      shared: { 'word.js': `export const word = 'of a script'\n` },
    },
    node_modules: {
      dep: {
        'package.json': '{"main":"one.js"}',
        'one.js': `exports.dep = 'dependency one'\n`,
        'two.js': `exports.dep = 'dependency two'\n`,
      },
      'onnxruntime-node': {
        'package.json': '{"version":"1.0.0"}',
        dist: { 'index.js': '' },
        bin: { 'napi-v6': { linux: { x64: binaries(), arm64: binaries() } } },
      },
      'onnxruntime-common': {
        'package.json': '{"main":"dist/cjs/index.js"}',
        dist: { cjs: { 'index.js': '', 'package.json': '{}' } },
      },
    },
  })
}

/** Packages a project into its own `out` and counts the zips that are made. For tests only. */
export function countingPackager(project: string) {
  let made = 0
  return async (options: Partial<Parameters<typeof packageFunctions>[0]> = {}) => {
    const before = made
    const compress: typeof zip = entries => {
      made++
      return zip(entries)
    }
    const zips = await packageFunctions({ outDir: join(project, 'out'), project, compress, ...options })
    return { ...zips, made: made - before }
  }
}
