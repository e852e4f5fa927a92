import { findingLine } from './finding.ts'
import { readImports, sourceFiles } from './import-graph.ts'
import { importFindings } from './import-rules.ts'
import { type Layer, layers as ours } from './layers.ts'
import type { ProgramResult } from './program.ts'

/**
 * Compares the imports of all sources below `functions`, `tools` and `cloudformation` with the order of
 * tools/check/layers.ts.
 */
export async function checkImports(repository: string, layers: readonly Layer[] = ours): Promise<ProgramResult> {
  const files = await sourceFiles(repository)
  const findings = importFindings(layers, files, await readImports(repository, files))
  return { passed: findings.length === 0, output: findings.map(findingLine).join('\n') }
}
