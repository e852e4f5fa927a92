import type { DeploymentResult } from './compare-deployment.ts'
import type { Comparison } from './comparison.ts'

/** The part of a comparison that is known before anything is measured. */
type ComparisonHead = Omit<Comparison, 'deployments' | 'forbidden' | 'rows' | 'freshness'>

/** Merges what was measured on the deployments so far. Each row keeps the index of its deployment. */
export function mergedDeployments(head: ComparisonHead, results: readonly DeploymentResult[]): Comparison {
  return {
    ...head,
    deployments: results.map(({ deployment }) => deployment),
    // The same choices forbid the same cells on every deployment.
    forbidden: results[0]?.forbidden ?? [],
    rows: results.flatMap(({ rows }) => rows),
    freshness: results.flatMap(({ freshness }) => freshness),
  }
}
