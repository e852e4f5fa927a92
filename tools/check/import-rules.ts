import type { Finding } from './finding.ts'
import type { Import } from './import-graph.ts'
import type { Layer } from './layers.ts'

/** Lists the imports that break a rule of tools/check/layers.ts; empty if all rules hold. */
export function importFindings(
  layers: readonly Layer[],
  files: readonly string[],
  imports: readonly Import[],
): Finding[] {
  const layerOf = (file: string) => nearest(layers, file)
  const product = imports.filter(({ from }) => !isTest(from))
  return [
    ...files.flatMap(file => (layerOf(file) ? [] : [withoutLayer(file)])),
    ...product.flatMap(each => (isTest(each.to) ? [ofTest(each)] : againstOrder(layers, layerOf, each))),
    ...files.flatMap(file => onlyTestsImport(file, layerOf(file), imports)),
    ...circles(imports.filter(({ isType }) => !isType)),
  ]
}

/** Whether this is a test or a file that only tests may import. */
function isTest(file: string): boolean {
  return /(\.test|-fixture)\.ts$/.test(file)
}

function nearest(layers: readonly Layer[], file: string): Layer | undefined {
  const around = layers.filter(({ folder }) => isIn(folder, file))
  return around.sort((a, b) => b.folder.length - a.folder.length)[0]
}

function isIn(folder: string, file: string): boolean {
  return file === folder || file.startsWith(`${folder}/`)
}

function withoutLayer(path: string): Finding {
  const sentence = `The folder of this file has no place in tools/check/layers.ts. Put it after all folders that it imports.`
  return { path, line: 1, sentence }
}

function ofTest({ from, to, line }: Import): Finding {
  const sentence = `${from} imports ${to}, which is for tests. Move what it needs into a file without -fixture or .test.`
  return { path: from, line, sentence }
}

/** An `index.ts` of functions/ is a script, and a file of tools/ a command: each is started by its path. */
function onlyTestsImport(path: string, layer: Layer | undefined, imports: readonly Import[]): Finding[] {
  if (layer?.isForTests || isTest(path) || /\/index\.ts$|^tools\/[^/]+\.ts$/.test(path)) return []
  const importers = imports.filter(({ to }) => to === path)
  if (importers.length === 0 || !importers.every(({ from }) => isTest(from))) return []
  const sentence = `Only tests import ${path}. Name it ${path.replace(/\.ts$/, '-fixture.ts')}.`
  return [{ path, line: 1, sentence }]
}

function againstOrder(
  layers: readonly Layer[],
  layerOf: (file: string) => Layer | undefined,
  { from, to, line }: Import,
): Finding[] {
  const [own, other] = [layerOf(from), layerOf(to)]
  if (!own || !other || own === other) return []
  const find = (rule: string) => [{ path: from, line, sentence: `${from} imports ${to}, but ${rule}` }]
  if (layers.indexOf(other) > layers.indexOf(own)) {
    return find(
      `${other.folder} comes after ${own.folder} in tools/check/layers.ts. Move what both need into ${own.folder} or ` +
        'before it, or let the caller pass it in.',
    )
  }
  const onlyFor = layers.find(({ folder, onlyFor }) => onlyFor && isIn(folder, other.folder))?.onlyFor
  if (!onlyFor || onlyFor.some(path => isIn(path, from))) return []
  return find(
    `only ${onlyFor.join(', ')} may import ${other.folder}. Move what both need into a layer before ${other.folder}.`,
  )
}

/** Reports each circle once, at the import that closes it. */
function circles(imports: readonly Import[]): Finding[] {
  const after = new Map<string, Import[]>()
  for (const each of imports) after.set(each.from, [...(after.get(each.from) ?? []), each])
  const done = new Set<string>()
  const path: string[] = []
  const findings: Finding[] = []
  const visit = (file: string): void => {
    path.push(file)
    for (const { to, line } of after.get(file) ?? []) {
      if (path.includes(to)) findings.push(circle(path.slice(path.indexOf(to)), line))
      else if (!done.has(to)) visit(to)
    }
    path.pop()
    done.add(file)
  }
  for (const file of after.keys()) if (!done.has(file)) visit(file)
  return findings
}

function circle(files: readonly string[], line: number): Finding {
  const way = [...files, files[0]].join(' → ')
  const sentence = `These files import each other in a circle: ${way}. Move what the first needs of the last into a file of its own.`
  return { path: files.at(-1)!, line, sentence }
}
