import t from 'tap'
import type { Invocation } from '../../measure/invocation.ts'
import { medianStages } from './median-stages.ts'

const call: Invocation = {
  phase: 'cold',
  index: 0,
  startedAt: '2026-01-01T00:00:00.000Z',
  statusCode: 200,
  kept: true,
  clientMs: 100,
  durationMs: 30,
  initDurationMs: 50,
  stages: { readMs: 1, modelLoadMs: 2, inferenceMs: 3, writeMs: 4 },
}

t.test('the two rests contain what no clock measures, so the stages of one call add up', t => {
  const { samples, clientMs, stages } = medianStages([call], 'cold')
  t.same(stages, [
    { name: 'initialisation', ms: 50 },
    { name: 'read input', ms: 1 },
    { name: 'load model', ms: 2 },
    { name: 'inference', ms: 3 },
    { name: 'write result', ms: 4 },
    { name: 'rest of function', ms: 20 },
    { name: 'outside function', ms: 20 },
  ])
  t.same({ samples, clientMs }, { samples: 1, clientMs: 100 })
  t.equal(
    stages.reduce((sum, { ms }) => sum + ms, 0),
    clientMs,
  )
  t.end()
})

t.test('only counted calls of the phase with every clock known enter the medians', t => {
  const slow = { ...call, clientMs: 300 }
  const { durationMs: _unknown, ...withoutReport } = call
  const others: Invocation[] = [{ ...slow, kept: false }, { ...slow, phase: 'warm' }, withoutReport]
  t.same(medianStages([call, ...others], 'cold'), medianStages([call], 'cold'))
  t.equal(medianStages([call, slow, { ...call, clientMs: 200 }], 'cold').clientMs, 200)
  t.end()
})

t.test('without a call that counts there is no median and no stage', t => {
  t.same(medianStages([{ ...call, kept: false }], 'cold'), { samples: 0, clientMs: null, stages: [] })
  t.end()
})

t.test('an environment that was initialised before the call gives no negative time', t => {
  const { stages } = medianStages([{ ...call, clientMs: 60 }], 'cold')
  t.same(stages.at(-1), { name: 'outside function', ms: 0 })
  t.end()
})

t.test('archiving is a stage if calls archive', t => {
  const archived = { ...call, stages: { ...call.stages, archiveMs: 5 } }
  t.match(medianStages([archived], 'cold').stages[5], { name: 'archive to S3', ms: 5 })
  t.end()
})
