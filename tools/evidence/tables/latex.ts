/** A floating table in the style of booktabs; the document needs `\usepackage{booktabs}`. */
export interface LatexTable {
  readonly caption: string
  /** The part after `tab:`. */
  readonly label: string
  /** The heads have the unit, of one column or above those that share it. */
  readonly columns: readonly string[]
  /** Written above the columns from this one to the last; the first is 1. */
  readonly above?: { readonly from: number; readonly text: string }
  readonly rows: readonly (readonly (string | number)[])[]
  /** Definition and clock of each metric, one paragraph each. */
  readonly notes: readonly string[]
}

/** Aligns the first column left, as words, the others right, as numbers. Everything in it is text, never commands. */
export function latexTable({ caption, label, columns, above, rows, notes }: LatexTable): string {
  const line = (cells: readonly (string | number)[]) =>
    `    ${cells.map(cell => escapeLatex(String(cell))).join(' & ')} \\\\`
  const span = above
    ? `    ${'& '.repeat(above.from - 1)}\\multicolumn{${columns.length - above.from + 1}}{c}{${escapeLatex(above.text)}} \\\\\n` +
      `    \\cmidrule(l){${above.from}-${columns.length}}\n`
    : ''
  return `% \\usepackage{booktabs}
\\begin{table}[t]
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
    \\scriptsize
${notes.map(note => `    ${escapeLatex(note)}`).join('\\par\n')}
  \\end{minipage}
\\end{table}
`
}

const replacements: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '·': '\\textperiodcentered{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '"': "''",
}

function escapeLatex(text: string): string {
  return (
    text
      .replace(/[\\~^<>"–·&%$#_{}]/g, character => replacements[character] ?? `\\${character}`)
      // A line break would end the comment, the paragraph or the row around the text.
      .replace(/\s+/g, ' ')
  )
}
