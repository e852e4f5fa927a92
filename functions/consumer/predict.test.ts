import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { Failure } from '../failure/failure.ts'
import { createLogger } from '../log/logger.ts'
import { Trace } from '../log/trace.ts'
import type { ModelCache } from './model-cache.ts'
import { predict, type PredictParts } from './predict.ts'
import { ModelGone, ProcessEnded } from './process-end.ts'

const request = { fileId: 'i', model: 'm', archive: false }
const inferred = { outputs: [Buffer.from('[]')], id: undefined }

interface Situation {
  /** What each run over the input ends with; an error fails it. The last one is that of all later runs. */
  runs?: (typeof inferred | Error)[]
  othersMb?: number
  isFirst?: boolean
  within?: PredictParts['inference']['within']
  borrow?: ModelCache['borrow']
  writeResult?: (fileId: string, content: Promise<readonly Uint8Array[]>) => Promise<string>
}

/** A prediction with a model that is loaded, in a storage and a process that only count. */
function start({ runs = [inferred], othersMb = 0, isFirst = false, within, borrow, writeResult }: Situation) {
  const counts = { runs: 0, ended: 0, borrowed: 0, released: 0 }
  const session = {
    isFirst,
    othersMb: () => othersMb,
    infer: async () => {
      const run = runs[Math.min(counts.runs++, runs.length - 1)]!
      if (counts.runs > 9) throw new Error('It is repeated without end.')
      if (run instanceof Error) throw run
      return run
    },
    endProcess: async () => void counts.ended++,
  }
  const model = { session, sha256: 'hash' } as never
  const release = async () => void counts.released++
  const storage = {
    forRequest: () => ({
      readInput: async () => ({ bytes: Buffer.from('{}'), sha256: 'hash' }),
      openModel: async () => ({ name: 'm', names: ['m'], version: '1', copy: async () => undefined }),
      writeResult: writeResult ?? (async (_fileId, content) => (await content, '/results/i')),
    }),
  }
  const parts = {
    openBucket: () => Promise.reject(new Error('No result is archived.')),
    storage,
    inference: { emptyRoom: { bytes: 1000, memoryMb: 512 }, within: within ?? ((_deadline, work) => work) },
    models: { borrow: borrow ?? (async () => (counts.borrowed++, { model, release })) },
  } as unknown as PredictParts
  const predicting = predict(request, new Trace(createLogger({ write: () => {} }), 'r'), Infinity, parts)
  return { predicting, counts, model, release }
}

const failure = (details: Record<string, unknown>, code = 'TOO_LARGE') =>
  new Failure(code as 'TOO_LARGE', 'It is refused.', details)
const lacks = (neededMemoryMb: number) => failure({ neededMemoryMb, memoryMb: 400 })

for (const [what, error, { othersMb = 0, isFirst = false }, isRepeated] of [
  ['that needs what the other models take', lacks(500), { othersMb: 100 }, true],
  ['that needs more than the other models take', lacks(500), { othersMb: 99 }, false],
  ['that needs no more than there is, beside no model', lacks(400), {}, false],
  ['with outputs above a limit beside other models', failure({ limitBytes: 9 }), { othersMb: 1 }, true],
  ['with outputs above a limit beside no model', failure({ limitBytes: 9 }), {}, false],
  ['that was ended in a process that has held other models', failure({ memoryMb: 400 }), {}, true],
  ['that was ended in a new process', failure({ memoryMb: 400 }), { othersMb: 1, isFirst: true }, false],
  ['that is refused for another reason', failure({}, 'INVALID_INPUT'), { othersMb: 100 }, false],
  ['that fails without a code of ours', new Error('It failed.'), { othersMb: 100 }, false],
] as const) {
  t.test(`a run ${what} is ${isRepeated ? 'repeated once, in a new process' : 'not repeated'}`, async t => {
    const { predicting, counts } = start({ runs: [error, inferred], othersMb, isFirst })
    if (isRepeated) t.match(await predicting, { resultPath: '/results/i', modelSha256: 'hash', stages: {} })
    else await t.rejects(predicting, error)
    const times = isRepeated ? 2 : 1
    t.same(counts, { runs: times, ended: times - 1, borrowed: times, released: times })
    const again = start({ runs: [error], othersMb, isFirst })
    await t.rejects(again.predicting, error)
    t.equal(again.counts.runs, times)
  })
}

const untaken = new ModelGone('gone', new ProcessEnded({ code: 1, signal: null, lastWords: '', stage: 'idle' }, 0))
const unsent = new ModelGone('gone')

t.test('a run whose process is gone before it is sent is repeated, however often that happens', async t => {
  const { predicting, counts } = start({ runs: [unsent, unsent, unsent, inferred] })
  t.match(await predicting, { resultPath: '/results/i' })
  t.same(counts, { runs: 4, ended: 0, borrowed: 4, released: 4 })
})

t.test('a run that a process was sent and did not take is repeated once', async t => {
  t.match(await start({ runs: [unsent, untaken, unsent, inferred] }).predicting, { resultPath: '/results/i' })
  const { predicting, counts } = start({ runs: [untaken, untaken, inferred] })
  await t.rejects(predicting, untaken)
  t.equal(counts.runs, 2)
})

t.test('a model that is loaded after the deadline of its request is released', async t => {
  let loaded: (borrowed: Awaited<ReturnType<ModelCache['borrow']>>) => void = () => {}
  const late = new Failure('INFERENCE_TIMEOUT', 'Late.')
  const said: string[] = []
  const { predicting, counts, model, release } = start({
    within: (_deadline, _work, message) => (said.push(message), Promise.reject(late)),
    borrow: () => new Promise(resolve => (loaded = resolve)),
  })
  await t.rejects(predicting, late)
  t.same(said, ['The model m is not loaded yet. Send the request again: the loading continues.'])
  t.equal(counts.released, 0)
  loaded({ model, release })
  await setImmediate()
  t.equal(counts.released, 1)
})

t.test('a result that cannot be written fails the prediction, even before the model has run', async t => {
  const full = new Failure('EFS_UNAVAILABLE', 'It is full.')
  const slowly = async <T>(_deadline: number, work: Promise<T>) => (await setImmediate(), work)
  const { predicting, counts } = start({ within: slowly, writeResult: () => Promise.reject(full) })
  await t.rejects(predicting, full)
  t.equal(counts.released, 1)
})

t.test('the error of a run is reported once all of its result is removed', async t => {
  let removed = () => {}
  const removing = new Promise<never>((_, reject) => (removed = () => reject(new Error('It is removed.'))))
  const error = failure({}, 'INVALID_INPUT')
  let isReported = false
  const { predicting, counts } = start({ runs: [error], writeResult: () => removing })
  predicting.catch(() => (isReported = true))
  await eventually('the run has failed', () => counts.runs === 1)
  await setImmediate()
  t.equal(isReported, false)
  removed()
  await t.rejects(predicting, error)
})
