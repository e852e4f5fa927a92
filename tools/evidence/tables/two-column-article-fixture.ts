import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ended } from '../../testing/ended.ts'

/** Whether LaTeX is on this machine. Debian has it in texlive-latex-base, booktabs in texlive-latex-recommended. */
export function hasLatex(): boolean {
  return (
    spawnSync('kpsewhich', ['booktabs.sty', 'article.cls']).status === 0 &&
    spawnSync('pdflatex', ['--version']).status === 0
  )
}

/**
 * Compiles tables in a two-column article and returns LaTeX's words for each box that is wider than its column or page.
 *
 * @param paper `letterpaper` has columns of 229 points, `a4paper` of 221
 * @throws Error with the end of the log, when the article does not compile
 */
export async function overfullBoxes(
  folder: string,
  paper: 'letterpaper' | 'a4paper',
  tables: readonly string[],
): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const source = `\\documentclass[twocolumn,10pt,${paper}]{article}
\\usepackage{booktabs}
\\begin{document}
${tables.map((table, index) => `Text of section ${index}.\n${table}\\clearpage\n`).join('')}\\end{document}
`
  writeFileSync(join(folder, 'article.tex'), source)
  const options = ['-interaction=nonstopmode', '-halt-on-error', 'article.tex']
  const { code } = await ended(spawn('pdflatex', options, { cwd: folder }))
  const log = readFileSync(join(folder, 'article.log'), 'latin1')
  if (code !== 0) throw new Error(`pdflatex ended with ${code}: ${log.slice(-2000)}`)
  return log.split('\n').filter(line => line.startsWith('Overfull \\hbox'))
}
