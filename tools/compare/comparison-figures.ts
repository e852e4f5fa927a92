import { coldBySize } from './figures/cold-by-size.ts'
import { costByShare } from './figures/cost-by-share.ts'
import { distributions } from './figures/distributions.ts'
import { freshnessByStore } from './figures/freshness-by-store.ts'
import { stagesByStore } from './figures/stages-by-store.ts'
import { type Comparison, placeSentence } from './comparison.ts'
import type { CostFinding } from './cost-findings.ts'
import type { Findings } from './findings.ts'

export interface ComparisonFigure {
  readonly name: string
  readonly caption: string
  readonly svg: string
}

/** Draws every figure of a comparison as SVG. The same comparison gives the same figures. */
export function comparisonFigures(
  comparison: Comparison,
  findings: Findings,
  costs: readonly CostFinding[],
): ComparisonFigure[] {
  const place = placeSentence(comparison)
  const sizeMib = sizeOfAll(comparison)
  const concurrencies = [...new Set(findings.bursts.map(({ concurrency }) => concurrency))]
  return [
    {
      name: 'cold-by-size',
      caption: `Cold call by the size of the model: medians with 95 % bootstrap intervals by deployment, on the client's clock; fine dots: the least time that published limits allow; a cross: a limit forbids it. ${place}.`,
      svg: coldBySize(comparison, findings),
    },
    {
      name: 'stages',
      caption: `Stages of cold calls with ${sizeMib} MiB; medians do not add up exactly. ${place}.`,
      svg: stagesByStore(comparison, sizeMib),
    },
    ...concurrencies.map(concurrency => {
      const shown = findings.bursts.filter(burst => burst.concurrency === concurrency)
      const size = shown[0]!.sizeMib
      const title = `${concurrency} cold environments at once, ${size} MiB`
      const axis = { time: 'cold call (ms, logarithmic)', share: 'calls answered (%)' }
      return {
        name: `burst-${concurrency}`,
        caption: `${title}: empirical distributions of the calls, on the client's clock. ${place}.`,
        svg: distributions(title, place, axis, shown),
      }
    }),
    {
      name: 'freshness',
      caption: `From before the upload of a new model to the first right answer of a warm and of a cold environment. ${place}.`,
      svg: freshnessByStore(comparison),
    },
    {
      name: 'cost',
      caption: `Cost of 1,000 predictions with ${sizeMib} MiB by the share of cold calls, from the calls' billed time and what the store charges; storage is not in it. ${place}.`,
      svg: costByShare(comparison, costs, sizeMib),
    },
  ]
}

/** The largest size that most stores have. */
function sizeOfAll({ rows }: Comparison): number {
  const cold = rows.filter(({ phase, kept }) => phase === 'cold' && kept)
  const sizes = [...new Set(cold.map(({ sizeMib }) => sizeMib))].sort((a, b) => b - a)
  const storesOf = (size: number) => new Set(cold.filter(row => row.sizeMib === size).map(({ store }) => store)).size
  const most = Math.max(...sizes.map(storesOf))
  return sizes.find(size => storesOf(size) === most) ?? 1
}
