import { assumptions } from './assumptions.ts'
import { expectedColdMs } from './expectation.ts'
import { comparedStores } from './stores.ts'

/** Writes the expectation as Markdown: the table, then each assumption with its source. */
export function planText(sizesMib: readonly number[]): string {
  const stores = comparedStores.filter(({ id }) => expectedColdMs(id, 1) !== undefined)
  return [
    '# The least time that published limits allow',
    'The cold call in milliseconds: the start and the way of the bytes, without hashing, /tmp and ONNX Runtime. Nothing here was measured by us.',
    [
      `| MiB | ${stores.map(({ title }) => title).join(' | ')} |`,
      `|---|${stores.map(() => '---').join('|')}|`,
      ...sizesMib.map(
        size =>
          `| ${size} | ${stores.map(({ id }) => expectedColdMs(id, size)?.toFixed(0) ?? 'too large').join(' | ')} |`,
      ),
    ].join('\n'),
    'Assumptions:',
    assumptions
      .map(
        ({ id, value, unit, means, source, dated }) =>
          `- ${id} = ${value} ${unit}: ${means}. Source: ${source}, ${dated}.`,
      )
      .join('\n'),
  ].join('\n\n')
}
