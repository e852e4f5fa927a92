/**
 * Selects the files that `path:` of actions/upload-artifact takes: a pattern a line, a folder means everything in it,
 * and `!` excludes (github.com/actions/upload-artifact, README).
 */
export function uploadedFiles(path: string, files: readonly string[]): string[] {
  const patterns = path
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return files.filter(file =>
    patterns.reduce((taken, pattern) => {
      const takes = !pattern.startsWith('!')
      return covers(takes ? pattern : pattern.slice(1), file) ? takes : taken
    }, false),
  )
}

function covers(pattern: string, file: string): boolean {
  const parts = pattern.replace(/\/$/, '').split('/')
  const escaped = parts.map(part =>
    part === '**' ? '.*' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*'),
  )
  const inside = pattern.endsWith('/') ? '/.+' : '(/.+)?'
  return new RegExp(`^${escaped.join('/')}${inside}$`).test(file)
}
