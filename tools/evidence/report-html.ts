import { Marked, type RendererObject, type Tokens } from 'marked'
import type { BundleFile } from './bundle.ts'

/**
 * Renders the report as one self-contained page: no script, no style sheet, no address to fetch. It contains the
 * pictures that the markdown names by their path in the bundle. If a picture is not among `figures`, its description is
 * shown.
 */
export function reportHtml(markdown: string, figures: readonly BundleFile[]): string {
  const marked = new Marked({ async: false, gfm: true, renderer: renderer(figures) })
  const body = marked.parse(markdown) as string
  // The policy holds even if this file has a mistake.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(titleOf(marked.lexer(markdown)))}</title>
<style>
${style}</style>
</head>
<body>
${body}</body>
</html>
`
}

const style = `body { font: 16px/1.5 'DejaVu Sans', Verdana, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid #bbb }
table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; border-top: 2px solid;
  border-bottom: 2px solid }
th { border-bottom: 1px solid } th, td { padding: 0.25rem 0.6rem; text-align: left; vertical-align: top }
code { font-family: 'DejaVu Sans Mono', monospace; font-size: 0.9em }
img { display: block; max-width: 100%; height: auto; margin: 1.5rem 0 0.5rem }
.missing { color: #595959; font-style: italic }
@media print { body { font-size: 10pt; margin: 0; max-width: none } h2 { break-after: avoid }
  table, img { break-inside: avoid } img { break-after: avoid } a { color: inherit; text-decoration: none } }
`

/** The report quotes names that others chose. Whatever they contain becomes text here. */
function renderer(figures: readonly BundleFile[]): RendererObject {
  const files = new Map(figures.map(({ path, content }) => [path, content]))
  return {
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
