import t from 'tap'
import type { Report } from '../evidence/report.ts'
import { contradictions, requireClaims } from './check-report.ts'

const good = {
  parallel: { concurrency: 10, succeeded: 10, modelSha256: ['aa'] },
  sharedState: { producerSha256: 'bb', consumerSha256: 'bb', equal: true },
  coldStart: { clientMs: { p50: 500 } },
  warm: { clientMs: { p50: 10 } },
} as unknown as Report

t.test('a good run contradicts no claim', async t => {
  t.same(contradictions(good), [])
  t.doesNotThrow(() => requireClaims(good, 'evidence/x'))
})

t.test('each claim that does not hold is named, and the demo fails', async t => {
  const broken: [change: object, sentence: string][] = [
    [{ parallel: { ...good.parallel, succeeded: 9 } }, '1 of 10 parallel calls did not succeed'],
    [{ parallel: { ...good.parallel, modelSha256: ['aa', 'cc'] } }, 'parallel calls read 2 different models'],
    [{ sharedState: { ...good.sharedState, equal: false } }, 'the Consumer read other bytes than the Producer wrote'],
    [
      { sharedState: { producerSha256: null, consumerSha256: 'bb', equal: false } },
      'what the Producer wrote was not found in its log, so nothing is known of its bytes',
    ],
    [{ coldStart: { clientMs: null } }, 'no cold call counts'],
    [{ warm: { clientMs: null } }, 'no warm call counts'],
    [{ warm: { clientMs: { p50: 600 } } }, 'cold calls were not slower than warm ones'],
  ]
  for (const [change, sentence] of broken) {
    const report = { ...good, ...change } as Report
    t.same(contradictions(report), [sentence])
    t.throws(() => requireClaims(report, 'evidence/x'), { code: 'DEMO_FAILED' })
  }
  const both = { ...good, coldStart: { clientMs: null }, warm: { clientMs: null } } as unknown as Report
  t.throws(() => requireClaims(both, 'evidence/x'), {
    message: 'The run contradicts the demonstration: no cold call counts; no warm call counts.',
    nextStep: 'Read evidence/x/invocations.ndjson and evidence/x/logs/.',
  })
  const equal = { ...good, warm: { clientMs: { p50: 500 } } } as unknown as Report
  t.same(contradictions(equal), ['cold calls were not slower than warm ones'])
})
