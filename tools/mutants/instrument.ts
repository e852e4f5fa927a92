import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import type { Mutant } from './mutant.ts'

export interface Instrumented {
  readonly mutants: readonly Mutant[]
  /** By the path of a source: its text with every mutant in it, each of which can be made active at run time. */
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Stryker's mutants of these sources. In the instrumented text a mutant is active while `__stryker__.activeMutant` is
 * its id. If none is, the text behaves as the source and counts which mutants are reached.
 *
 * https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators/
 *
 * @param files relative to the repository
 */
export async function instrument(repository: string, files: readonly string[]): Promise<Instrumented> {
  const sources = await Promise.all(
    files.map(async name => ({ name, mutate: true, content: await readFile(join(repository, name), 'utf8') })),
  )
  const result = await new Instrumenter(silent).instrument(sources, {
    plugins: null,
    excludedMutations: [],
    ignorers: [typeTexts],
  })
  const lines = new Map(sources.map(({ name, content }) => [name, content.split('\n')]))
  return {
    mutants: result.mutants.map(({ id, fileName, location, mutatorName, replacement }) => {
      const text = lines.get(fileName)!
      return {
        id,
        file: fileName,
        line: location.start.line + 1,
        mutator: mutatorName,
        original: textBetween(text, location),
        replacement: replacement ?? '',
        lineText: text[location.start.line]!.trim(),
      }
    }),
    texts: new Map(result.files.map(({ name, content }) => [join(repository, name), content])),
  }
}

/** A template in a type is no text at run time, but Stryker 9.6 takes it for one and then cannot change it. */
const typeTexts: InstrumenterOptions['ignorers'][number] = {
  shouldIgnore(path) {
    const { node, parent } = path as BabelPath
    return node.type === 'TemplateLiteral' && parent?.type === 'TSLiteralType' ? 'It is part of a type.' : undefined
  },
}

/** The part of Babel's `NodePath` that is used here. Stryker does not bring its types. */
interface BabelPath {
  readonly node: { readonly type: string }
  readonly parent?: { readonly type: string }
}

type InstrumenterOptions = Parameters<Instrumenter['instrument']>[1]

interface Position {
  /** From 0. */
  readonly line: number
  readonly column: number
}

function textBetween(lines: readonly string[], { start, end }: { start: Position; end: Position }): string {
  const taken = lines.slice(start.line, end.line + 1)
  taken[taken.length - 1] = taken.at(-1)!.slice(0, end.column)
  taken[0] = taken[0]!.slice(start.column)
  return taken.join('\n')
}

const nothing = () => {}
const never = () => false
const silent: ConstructorParameters<typeof Instrumenter>[0] = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
  isTraceEnabled: never,
  isDebugEnabled: never,
  isInfoEnabled: never,
  isWarnEnabled: never,
  isErrorEnabled: never,
  isFatalEnabled: never,
}
