import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { exampleRun, hostileRun } from './example-run-fixture.ts'
import { reportHtml } from './report-html.ts'
import { reportMarkdown } from './report-markdown.ts'
import type { Verdict } from './verdicts/verdict.ts'
import { verdictsMarkdown } from './verdicts/verdicts-markdown.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
const figures = [
  { path: 'figures/latency.svg', content: svg },
  { path: 'efs/access-point.png', content: new Uint8Array([137, 80, 78, 71]) },
]

t.test('the HTML page contains the title, the tables and the pictures', t => {
  const { report } = exampleRun()
  const html = reportHtml(reportMarkdown(report), figures)
  t.match(html, `<title>Run ${report.runId}</title>`)
  t.match(html, `<td>${report.warm.clientMs!.p50.toFixed(1)}</td>`)
  t.match(html, `src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"`)
  t.match(html, `src="data:image/png;base64,${Buffer.from([137, 80, 78, 71]).toString('base64')}"`)
  t.equal(reportHtml(reportMarkdown(report), figures), html)
  t.end()
})

t.test('report.html of the committed example is its report.md with the pictures', t => {
  const read = (path: string) => readFileSync(new URL(`../../evidence/example/${path}`, import.meta.url))
  const markdown = read('report.md').toString()
  const paths = [...markdown.matchAll(/^!\[.*\]\((.*)\)$/gm)].map(([, path]) => path!)
  const pictures = paths.map(path => ({ path, content: path.endsWith('.svg') ? read(path).toString() : read(path) }))
  t.equal(reportHtml(markdown, pictures) === read('report.html').toString(), true, 'else: make the example again')
  t.end()
})

t.test('every picture has an alternative text, even a missing one', t => {
  const html = reportHtml(reportMarkdown(exampleRun().report), figures)
  const images = html.match(/<img [^>]*>/g)!
  t.equal(images.length, figures.length)
  for (const image of images) t.match(image, / alt="[^"]{20,}"/)
  t.match(html, /<span class="missing">[^<]+\(lambda\/consumer\.png\)<\/span>/)
  t.end()
})

t.test('the HTML page fetches nothing and runs nothing', t => {
  const html = reportHtml(reportMarkdown(exampleRun().report), figures)
  assertClosed(t, html)
  t.match(html, `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`)
  t.end()
})

t.test('names that are markup are shown as they are', t => {
  const { report } = hostileRun()
  const html = reportHtml(reportMarkdown(report), figures)
  assertClosed(t, html)
  t.match(html, '&lt;script src=&quot;https://evil.example/x.js&quot;&gt;&lt;/script&gt;|a_b 100% $x$')
  t.match(html, /<code>npm run demo -- `x` ```&lt;script&gt;/)
  t.equal(html.match(/<h2/g)!.length, reportHtml(reportMarkdown(exampleRun().report), figures).match(/<h2/g)!.length)
  t.equal(html.match(/<tr/g)!.length, reportHtml(reportMarkdown(exampleRun().report), figures).match(/<tr/g)!.length)
  t.end()
})

t.test('raw markup in the markdown stays text, and links lead into the bundle only', t => {
  const html = reportHtml(
    '# <b>T</b>\n\n<script>x</script>\n\n![a](https://evil.example/p.png) [b](javascript:x) [c](//evil.example/) ' +
      '[d](../../etc/passwd) [e](report.json) <https://evil.example/>\n',
    figures,
  )
  assertClosed(t, html)
  t.match(html, '&#60;script&#62;')
  t.same(html.match(/<a [^>]*>/g), ['<a href="report.json">'])
  t.end()
})

t.test('a contents list leads to each section', t => {
  const html = reportHtml('# T\n\n## First `x`\n\n## Second & last\n', [])
  t.match(
    html,
    '<h1>T</h1>\n<nav aria-label="Contents"><ul><li><a href="#section-1">First <code>x</code></a></li>' +
      '<li><a href="#section-2">Second &amp; last</a></li></ul></nav>',
  )
  t.match(html, '<h2 id="section-2">Second &amp; last</h2>')
  t.notMatch(reportHtml('# T\n\n## Only\n', []), '<nav', 'one section needs none')
  t.end()
})

t.test('criteria are folded by their requirement, and open where one has failed', t => {
  const verdict = (id: Verdict['id'], status: 'pass' | 'fail' | 'manual') =>
    ({ id, status, claim: 'It holds.', evidence: 'seen', source: 'a call' }) as const
  const verdicts = [verdict('1.1', 'pass'), verdict('1.2', 'fail'), verdict('2.1', 'pass'), verdict('2.2', 'manual')]
  const html = reportHtml(`# T\n\n${verdictsMarkdown(verdicts)}`, [])
  t.same(html.match(/<details.*/g), [
    '<details open class="failed"><summary>Requirement 1: 1 of 2 pass, 1 fail</summary>',
    '<details><summary>Requirement 2: 1 of 2 pass, 1 manual</summary>',
  ])
  t.match(html, /<details>[^]*<td>2\.1<\/td><td>pass<\/td><td>It holds\.<\/td>[^]*<\/details>/)
  const others = reportHtml('# T\n\n| id | status |\n|---|---|\n| 1.1 | pass |\n| C1 | pass |', [])
  t.notMatch(others, '<details', 'a table with other rows too')
  t.end()
})

t.test('a table scrolls within the page, also by keyboard', t => {
  const html = reportHtml('# T\n\n## A "section"\n\n| a |\n|---|\n| **b** |\n', [])
  t.match(html, /<div class="scroll" role="region" aria-label="Table: A &[#\w]+;section&[#\w]+;" tabindex="0"><table>/)
  t.match(html, '<td><strong>b</strong></td>')
  t.end()
})

function assertClosed(t: Test, html: string): void {
  t.notMatch(html, /<(script|link|iframe|object|embed|base|form)\b/i)
  for (const [, address] of html.matchAll(/(?:src|href|srcset|action|poster)="([^"]*)"/g)) {
    t.match(address, /^(data:image\/(png|svg\+xml);base64,|#?[\w./-]+$)/)
  }
  t.notMatch(html, /<[^>]*\son\w+=/i)
  t.notMatch(html, /@import|url\(/)
}
