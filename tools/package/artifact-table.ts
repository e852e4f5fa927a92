export interface BuiltArtifact {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export function artifactTable(artifacts: readonly BuiltArtifact[]): string {
  const rows = artifacts.map(({ name, bytes, sha256 }) => [name, bytes.toLocaleString('en'), sha256] as const)
  const [nameWidth, bytesWidth] = [0, 1].map(column => Math.max(5, ...rows.map(row => row[column]!.length))) as [
    number,
    number,
  ]
  return [['name', 'bytes', 'sha256'] as const, ...rows]
    .map(([name, bytes, sha256]) => `${name.padEnd(nameWidth)}  ${bytes.padStart(bytesWidth)}  ${sha256}`)
    .join('\n')
}
