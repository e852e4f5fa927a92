import { resultFigures } from '../../evidence/figures/result-figures.ts'
import type { Report } from '../../evidence/report.ts'
import { resultTables } from '../../evidence/tables/result-tables.ts'
import type { Invocation } from '../../measure/invocation.ts'
import type { Criterion } from '../criterion.ts'

export const paperFormats: Criterion = {
  id: '6.7',
  claim: 'Results come in formats for a paper: JSON, text, LaTeX tables, CSV, vector figures.',
  builtIn: ['tools/evidence/report-markdown.ts', 'tools/evidence/tables', 'tools/evidence/figures'],
  shownIn: ['report.json', 'report.md', 'report.html', 'tables/', 'figures/'],
  check: async (verification, { observed, expect }) => {
    const text = (path: string) => String(verification.bundled(path))
    const report = JSON.parse(text('report.json')) as Report
    const invocations = text('invocations.ndjson')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Invocation)
    const p50 = report.coldStart.clientMs?.p50.toFixed(1) ?? 'none'
    observed(
      'report.json',
      `run ${report.runId}, schema version ${report.schemaVersion}, median of the cold calls ${p50} ms`,
    )
    for (const path of ['report.md', 'report.html']) {
      expect(text(path).includes(report.runId) && text(path).includes(p50), `${path} lacks the run's id or its median`)
      observed(path, `${text(path).length} characters, with the run's id and that median`)
    }
    for (const { path, content } of resultTables(report, invocations)) {
      observed(path, `${content.length} characters, the same as drawn again from report.json and invocations.ndjson`)
      expect(text(path) === content, `${path} is not the table of this report`)
    }
    expect(text('tables/latency.tex').includes('\\begin{tabular}'), 'tables/latency.tex has no tabular')
    for (const { name, draw } of resultFigures) {
      const path = `figures/${name}`
      expect(text(`${path}.svg`) === draw(report, invocations), `${path}.svg is not the figure of this report`)
      const png = Buffer.from(verification.bundled(`${path}.png`) as Uint8Array)
      observed(`${path}.svg, .png`, `SVG of ${text(`${path}.svg`).length} characters, PNG of ${png.length} bytes`)
      expect(png.subarray(0, 8).equals(pngSignature), `${path}.png is not a PNG`)
    }
  },
}

// www.w3.org/TR/png-3/#5PNG-file-signature
const pngSignature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
