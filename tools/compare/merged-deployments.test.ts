import t from 'tap'
import { plantedComparison } from './comparison-fixture.ts'
import { findingsOf } from './findings.ts'
import { mergedDeployments } from './merged-deployments.ts'

const { deployments, forbidden, rows, freshness, ...head } = plantedComparison(() => 500, { sizesMib: [10, 400] })

// What a deployment measures on which every cold call takes this many milliseconds, and twice as many from S3.
const deploymentOf = (index: number, ms: number) => ({
  deployment: deployments[index]!,
  forbidden,
  rows: rows
    .filter(({ deployment }) => deployment === index)
    .map(row => (row.phase === 'cold' ? { ...row, clientMs: row.store === 's3' ? 2 * ms : ms } : row)),
  freshness: freshness.filter(({ deployment }) => deployment === index),
})

t.test('the rows of two deployments are merged, and each counts with its own deployment', async t => {
  const merged = mergedDeployments(head, [deploymentOf(0, 100), deploymentOf(1, 200)])
  t.equal(merged.rows.length, (2 / 3) * rows.length)
  t.same(
    merged.deployments.map(({ index }) => index),
    [0, 1],
  )
  t.same(merged.forbidden, forbidden, 'a forbidden cell is named once')
  t.equal(merged.freshness.length, (2 / 3) * freshness.length)
  const cold = findingsOf(merged).cells.filter(({ metric, sizeMib }) => metric === 'coldMs' && sizeMib === 10)
  const of = (store: string) => cold.find(cell => cell.store === store)!
  // Of two deployments a draw has the first twice, the second twice, or each once: 100, 200 or 150 ms.
  const summary = { samples: 16, deployments: 2, median: { value: 150, low: 100, high: 200 } }
  t.match(of('efs'), { requested: 16, summary })
  // The stores share the deployments of each draw, so what differs between deployments is in no ratio.
  t.match(of('s3').contrast, { ratio: { value: 2, low: 2, high: 2 }, difference: { value: 150, low: 100, high: 200 } })
  t.match(of('s3-vpc').contrast, { ratio: { value: 1, low: 1, high: 1 }, cliffsDelta: 0, samples: [16, 16] })
})

t.test('the first of several deployments is a comparison of its own', async t => {
  const merged = mergedDeployments(head, [deploymentOf(0, 100)])
  const [cell] = findingsOf(merged).cells
  t.match(cell, {
    store: 'efs',
    requested: 8,
    summary: { deployments: 1, median: { value: 100, low: 100, high: 100 } },
  })
})
