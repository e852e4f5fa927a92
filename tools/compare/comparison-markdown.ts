import { type Comparison, placeSentence } from './comparison.ts'
import { type CellFinding, controlMargin, type Findings } from './findings.ts'
import type { ComparisonFigure } from './comparison-figures.ts'
import type { CostFinding, Crossing } from './cost-findings.ts'
import type { Estimate } from './statistics.ts'
import { thousandUsd } from './store-cost.ts'
import { comparedStores } from './stores.ts'

export interface OtherParts {
  readonly costs: readonly CostFinding[]
  readonly crossings: readonly Crossing[]
  readonly figures: readonly ComparisonFigure[]
}

/** Writes the report of a comparison for people. Times are in milliseconds, intervals are 95 %. */
export function comparisonMarkdown(comparison: Comparison, findings: Findings, others: OtherParts): string {
  const { choices, forbidden, simulation } = comparison
  return [
    `# Stores of models compared`,
    `${placeSentence(comparison)}.`,
    ...(simulation ? [`${simulation}.`] : []),
    `Medians of cold calls in milliseconds by the size of the model, on the client's clock (– where a limit forbids it):`,
    coldMedians(comparison, findings),
    `Cold call, milliseconds on the client's clock: median [95 % interval]; ratio to the shared file system [interval], Cliff's delta; calls that count of those made.`,
    table(
      ['store', 'MiB', 'cold', 'load of the model', 'ratio of cold', 'delta', 'n'],
      findings.cells.filter(({ metric }) => metric === 'coldMs').map(cell => coldRow(cell, findings)),
    ),
    `Not measured:`,
    table(
      ['store', 'MiB', 'limit'],
      forbidden.map(({ store, sizeMib, limit }) => [titleOf(store), sizeMib, limit]),
    ),
    `Negative control, warm inference against that of the shared file system; the margin is ${100 * controlMargin} %:`,
    table(
      ['store', 'MiB', 'ratio', 'n', 'verdict'],
      findings.controls.map(({ store, sizeMib, contrast, verdict }) => [
        titleOf(store),
        sizeMib,
        interval(contrast.ratio, 3),
        contrast.samples.join(' and '),
        verdict,
      ]),
    ),
    `Bursts, cold environments at once:`,
    table(
      ['store', 'MiB', 'at once', 'median', 'slowest', 'n'],
      findings.bursts.map(({ store, sizeMib, concurrency, summary, sortedMs, requested }) => [
        titleOf(store),
        sizeMib,
        concurrency,
        summary ? interval(summary.median, 0) : '',
        sortedMs.at(-1)?.toFixed(0) ?? '',
        `${sortedMs.length} of ${requested}`,
      ]),
    ),
    `From the upload of a new model to the first right answer:`,
    table(
      ['store', 'environment', 'MiB', 'median', 'n', 'never'],
      findings.freshness.map(({ store, environment, sizeMib, summary, never }) => [
        titleOf(store),
        environment,
        sizeMib,
        summary ? interval(summary.median, 0) : '',
        summary?.samples ?? 0,
        never,
      ]),
    ),
    `Cost of 1,000 predictions in USD by the share of cold calls; storage is not in it:`,
    table(
      ['store', 'MiB', '0 %', '1 %', '10 %', '100 %'],
      others.costs.map(cost => [
        cost.title,
        cost.sizeMib,
        ...[0, 0.01, 0.1, 1].map(share => thousandUsd(cost, share).toPrecision(3)),
      ]),
    ),
    ...others.crossings.map(
      ({ sizeMib, titles: [one, other], coldShare }) =>
        `With ${sizeMib} MiB, ${one} and ${other} cost the same at ${(100 * coldShare).toFixed(2)} % cold calls.`,
    ),
    ...others.figures.map(({ name, caption }) => `![${caption}](figures/${name}.svg)\n\n${caption}`),
    `Discarded, by reason:`,
    table(
      ['store', 'MiB', 'of', 'reason', 'calls'],
      [
        ...findings.cells
          .filter(({ metric }) => metric === 'coldMs' || metric === 'warmMs')
          .map(cell => ({ ...cell, of: cell.metric.slice(0, 4) })),
        ...findings.bursts.map(burst => ({ ...burst, of: `burst of ${burst.concurrency}` })),
      ].flatMap(({ store, sizeMib, of, discarded }) =>
        Object.entries(discarded).map(([why, count]) => [titleOf(store), sizeMib, of, why, count]),
      ),
    ),
    `Seed ${choices.seed}, ${choices.memoryMb} MB, ${choices.coldSamples} cold and ${choices.warmSamples} warm calls a cell and deployment.`,
    '',
  ].join('\n\n')
}

/** A row for each store with a measured cell, a column for each size. */
function coldMedians({ choices: { stores, sizesMib } }: Comparison, { cells }: Findings): string {
  const medianOf = (store: string, sizeMib: number) =>
    cells.find(cell => cell.metric === 'coldMs' && cell.store === store && cell.sizeMib === sizeMib)?.summary?.median
  const measured = stores.filter(store => sizesMib.some(sizeMib => medianOf(store, sizeMib)))
  return table(
    ['cold call, median ms', ...sizesMib.map(sizeMib => `${sizeMib} MiB`)],
    measured.map(store => [
      titleOf(store),
      ...sizesMib.map(sizeMib => medianOf(store, sizeMib)?.value.toFixed(0) ?? '–'),
    ]),
  )
}

function coldRow({ store, sizeMib, summary, contrast, requested }: CellFinding, { cells }: Findings) {
  const load = cells.find(cell => cell.metric === 'loadMs' && cell.store === store && cell.sizeMib === sizeMib)?.summary
  return [
    titleOf(store),
    sizeMib,
    summary ? interval(summary.median, 0) : '',
    load ? interval(load.median, 0) : '',
    contrast ? interval(contrast.ratio, 2) : '',
    contrast ? contrast.cliffsDelta.toFixed(2) : '',
    `${summary?.samples ?? 0} of ${requested}`,
  ]
}

export function titleOf(store: string): string {
  return comparedStores.find(({ id }) => id === store)?.title ?? store
}

export function interval({ value, low, high }: Estimate, digits: number): string {
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return '(none)'
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map(cell => String(cell).replaceAll('|', '/')).join(' | ')} |`
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}
