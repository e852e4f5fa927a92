/**
 * A table of text as a drawing. It shows what a screenshot of a console shows, with every value in full and sharp in
 * print.
 */
export interface Sheet {
  readonly title: string
  readonly sections: readonly Section[]
  /** Place, time and calls of the values. */
  readonly footer: readonly string[]
}

export interface Section {
  readonly heading: string
  /** Widths in characters; together at most `charactersAcross`. */
  readonly widths: readonly number[]
  readonly columnNames?: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

// 7.5 inch at 96 pixels an inch is a page's width; 9.5 pixels are 7.1 points, above what IEEE and ACM ask of figures' text.
const width = 720
const margin = 16
const fontSize = 9.5
const lineHeight = 13
// DejaVu Sans Mono: every character is 1233/2048 em wide (the font's hmtx table).
const characterWidth = (fontSize * 1233) / 2048
export const charactersAcross = Math.floor((width - 2 * margin) / characterWidth)

/** @returns an SVG that names the fonts of svg-to-png.ts; the same sheet gives the same bytes */
export function drawSheet({ title, sections, footer }: Sheet): string {
  const parts: string[] = []
  let y = margin + 14
  const text = (x: number, content: string, attributes = '') =>
    parts.push(`<text x="${x.toFixed(2)}" y="${y}" ${attributes} xml:space="preserve">${escapeXml(content)}</text>`)
  text(margin, title, `font-family="DejaVu Sans" font-size="14" font-weight="bold"`)
  for (const { heading, widths, columnNames, rows } of sections) {
    y += 26
    text(margin, heading, `font-family="DejaVu Sans" font-size="11" font-weight="bold" fill="#0b4f8a"`)
    rule((y += 5), '#0b4f8a')
    if (columnNames) line(columnNames, widths, 'font-weight="bold"')
    rows.forEach((cells, index) => {
      if (index > 0 || columnNames) rule(y + 4, '#dddddd')
      line(cells, widths)
    })
  }
  y += 12
  for (const content of footer.flatMap(sentence => wrap(sentence, charactersAcross))) {
    y += lineHeight
    text(margin, content, `fill="#444444"`)
  }
  const height = y + margin
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans Mono" font-size="${fontSize}" fill="#111111"><rect width="100%" height="100%" fill="white"/>${parts.join('')}</svg>\n`

  function rule(at: number, colour: string): void {
    parts.push(`<path d="M${margin} ${at}H${width - margin}" stroke="${colour}" stroke-width="0.8"/>`)
  }

  function line(cells: readonly string[], widths: readonly number[], attributes = ''): void {
    const wrapped = cells.map((cell, column) => wrap(cell, widths[column]! - 1))
    const top = y + 3
    const lines = Math.max(...wrapped.map(({ length }) => length))
    for (let index = 0; index < lines; index += 1) {
      y = top + (index + 1) * lineHeight - 2
      let x = margin
      wrapped.forEach((content, column) => {
        const piece = content[index]
        if (piece) text(x, piece, attributes)
        x += widths[column]! * characterWidth
      })
    }
    y += 2
  }
}

/** Breaks at the places where an ARN, a path or a sentence may be broken, and keeps all of the text. */
export function wrap(content: string, characters: number): string[] {
  const lines = ['']
  const pieces = content
    .replace(/\s+/g, ' ')
    .split(/(?<=[/:,\s_-])/)
    .flatMap(piece => piece.match(new RegExp(`.{1,${characters}}`, 'gu')) ?? [])
  for (const piece of pieces) {
    if ((lines.at(-1)! + piece).trimEnd().length <= characters) lines[lines.length - 1] += piece
    else lines.push(piece)
  }
  return lines
}

function escapeXml(content: string): string {
  // XML forbids control characters altogether.
  return content
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
