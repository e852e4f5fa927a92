/** A floating table in the style of booktabs; the document needs `\usepackage{booktabs}`. */
export interface LatexTable {
  readonly caption: string
  /** The part after `tab:`. */
  readonly label: string
  /**
   * `column`: the table fits one column of a two-column article, about 220 points. `page`: it needs both, so it is a
   * `table*` and says so; in a document of one column a `table*` is an ordinary table. A test compiles every table.
   */
  readonly width: 'column' | 'page'
  /** The heads have the unit, of one column or above those that share it. */
  readonly columns: readonly string[]
  /** Written above the columns from this one to the last; the first is 1. */
  readonly above?: { readonly from: number; readonly text: string }
  readonly rows: readonly (readonly (string | number)[])[]
  /** Definition and clock of each metric, one paragraph each. */
  readonly notes: readonly string[]
}

/** Aligns the first column left, as words, the others right, as numbers. Everything in it is text, never commands. */
export function latexTable({ caption, label, width, columns, above, rows, notes }: LatexTable): string {
  const line = (cells: readonly (string | number)[]) =>
    `    ${cells.map(cell => escapeLatex(String(cell))).join(' & ')} \\\\`
  const span = above
    ? `    ${'& '.repeat(above.from - 1)}\\multicolumn{${columns.length - above.from + 1}}{c}{${escapeLatex(above.text)}} \\\\\n` +
      `    \\cmidrule(l){${above.from}-${columns.length}}\n`
    : ''
  const environment = width === 'page' ? 'table*' : 'table'
  return `% \\usepackage{booktabs}
% ${width === 'page' ? 'table*: the table spans both columns of a two-column article.' : 'The table fits one column of a two-column article.'}
\\begin{${environment}}[t]
  \\centering
  \\caption{${escapeLatex(caption)}}
  \\label{tab:${label.replace(/[^\w-]/g, '-')}}
  \\footnotesize
  \\setlength{\\tabcolsep}{3pt}
  \\begin{tabular}{@{}l${'r'.repeat(columns.length - 1)}@{}}
    \\toprule
${span}${line(columns)}
    \\midrule
${rows.map(line).join('\n')}
    \\bottomrule
  \\end{tabular}

  \\smallskip
  \\begin{minipage}{\\linewidth}
    \\scriptsize\\sloppy
${notes.map(note => `    ${escapeLatex(note)}`).join('\\par\n')}
  \\end{minipage}
\\end{${environment}}
`
}

const replacements: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '’': "'",
  '·': '\\textperiodcentered{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '`': '\\`{}',
  // The first of two: LaTeX would make them a dash.
  '-': '-{}',
}

/** LaTeX breaks a word at its hyphens. A longer part of a hash or a key may break wherever such a piece ends. */
const longParts = /[^\s-]{25,}/gu
const pieces = /.{1,12}/gu

function escapeLatex(text: string): string {
  // A line break would end the comment, the paragraph or the row around the text.
  const line = text.replace(/\s+/g, ' ')
  const parts = line.split(longParts)
  const long = line.match(longParts) ?? []
  return parts
    .map(
      (part, index) =>
        escapeCharacters(part) + (long[index]?.match(pieces)?.map(escapeCharacters).join('\\allowbreak{}') ?? ''),
    )
    .join('')
}

/** A character that LaTeX's standard fonts may lack is written as its code point: any key must compile. */
function escapeCharacters(text: string): string {
  return text
    .replace(/-(?=-)|[\\~^<>|"`–’·&%$#_{}]/g, character => replacements[character] ?? `\\${character}`)
    .replace(/[^\x20-\x7e]/gu, character => `[U+${character.codePointAt(0)!.toString(16).toUpperCase()}]`)
}
