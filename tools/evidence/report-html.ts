import { Marked, type RendererObject, type Tokens } from 'marked'
import type { BundleFile } from './bundle.ts'
import { tableHtml } from './report-tables.ts'

/**
 * Renders the report as one self-contained page: no script, no style sheet, no address to fetch. It contains the
 * pictures that the markdown names by their path in the bundle. If a picture is not among `figures`, its description is
 * shown.
 */
export function reportHtml(markdown: string, figures: readonly BundleFile[]): string {
  const marked = new Marked({ async: false, gfm: true, renderer: renderer(figures) })
  const body = withContents(marked.parse(markdown) as string)
  // The policy holds even if this file has a mistake.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(titleOf(marked.lexer(markdown)))}</title>
<style>
${style}</style>
</head>
<body>
${body}</body>
</html>
`
}

const style = `:root { color-scheme: light dark; --ink: #1a1a1a; --page: #fff; --line: #767676; --link: #0b57c2; --bad: #a8201a }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --page: #14171b; --line: #8b939c; --link: #8ab8ff; --bad: #ff9d95 } }
body { font: 16px/1.5 'DejaVu Sans', Verdana, sans-serif; color: var(--ink); background: var(--page);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line) }
a { color: var(--link) }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; padding: 0; list-style: none }
table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; border-top: 2px solid;
  border-bottom: 2px solid; overflow-wrap: normal }
th { border-bottom: 1px solid } th, td { padding: 0.25rem 0.6rem; text-align: left; vertical-align: top }
/* On a phone many columns are scrolled, and not squeezed to a word each. */
table:has(th:nth-child(4)) { min-width: 44rem }
.scroll { overflow-x: auto; max-width: 100%; margin: 1rem 0 }
summary { cursor: pointer; padding: 0.4rem 0 } .failed > summary { color: var(--bad); font-weight: bold }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
code { font-family: 'DejaVu Sans Mono', monospace; font-size: 0.9em; overflow-wrap: anywhere }
/* Figures are drawn on paper, and stay on it where the page is dark. */
img { display: block; max-width: 100%; height: auto; margin: 1.5rem 0 0.5rem; background: #fff; box-sizing: border-box }
@media screen and (prefers-color-scheme: dark) { img { padding: 0.5rem; border-radius: 0.5rem } }
.missing { color: var(--line); font-style: italic }
@media print { body { font-size: 10pt; margin: 0; max-width: none } h2 { break-after: avoid } nav { display: none }
  .scroll { overflow: visible } details::details-content { content-visibility: visible; block-size: auto }
  table, img { break-inside: avoid } img { break-after: avoid } a { color: inherit; text-decoration: none } }
`

/** The sections by their headings, after the title. */
function withContents(body: string): string {
  const entries = [...body.matchAll(/<h2 id="([^"]+)">(.*)<\/h2>/g)].map(
    ([, id, text]) => `<li><a href="#${id}">${text}</a></li>`,
  )
  if (entries.length < 2) return body
  return body.replace('</h1>\n', () => `</h1>\n<nav aria-label="Contents"><ul>${entries.join('')}</ul></nav>\n`)
}

/** The report quotes names that others chose. All of their content becomes text here. */
function renderer(figures: readonly BundleFile[]): RendererObject {
  const files = new Map(figures.map(({ path, content }) => [path, content]))
  let section = 'Results'
  let sections = 0
  return {
    heading({ depth, tokens }: Tokens.Heading) {
      const text = this.parser.parseInline(tokens)
      if (depth !== 2) return `<h${depth}>${text}</h${depth}>\n`
      // The number and not the text, which may contain a name that others chose.
      section = this.parser.parseInline(tokens, this.parser.textRenderer)
      return `<h2 id="section-${++sections}">${text}</h2>\n`
    },
    table(table: Tokens.Table) {
      return tableHtml(table, this.parser, escapeHtml(section))
    },
    html({ text }: Tokens.HTML | Tokens.Tag) {
      return escapeHtml(text)
    },
    link({ href, tokens }: Tokens.Link) {
      const text = this.parser.parseInline(tokens)
      return inBundle(href) ? `<a href="${escapeHtml(href)}">${text}</a>` : text
    },
    image({ href, text }: Tokens.Image) {
      const content = files.get(href)
      if (content === undefined) return `<span class="missing">${escapeHtml(`${text} (${href})`)}</span>`
      const address = `data:${mediaType(href)};base64,${Buffer.from(content).toString('base64')}`
      return `<img src="${address}" alt="${escapeHtml(text)}">`
    },
  }
}

/** A path below the bundle's folder: no scheme, no host, no way up. */
function inBundle(href: string): boolean {
  return /^[\w-][\w./-]*$/.test(href) && !href.split('/').includes('..')
}

function mediaType(path: string): string {
  return path.endsWith('.svg') ? 'image/svg+xml' : 'image/png'
}

function titleOf(tokens: readonly { type: string; text?: string }[]): string {
  return tokens.find(({ type }) => type === 'heading')?.text ?? 'Report'
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
