import type { Criterion } from '../criterion.ts'
import { mustOverlap, readExecutions } from './parallel-execution.ts'
import { predictions } from './predictions.ts'

const concurrency = 10

export const parallelReaders: Criterion = {
  id: '3.6',
  claim: 'At least 10 parallel invocations read the same model file from EFS.',
  builtIn: ['functions/consumer/model-cache.ts', 'cloudformation/storage.yaml'],
  shownIn: ['report.json', 'figures/parallel.svg', 'invocations.ndjson'],
  check: async (verification, findings) => {
    const { observed, expect } = findings
    const { first, model, modelSha256 } = await predictions(verification)
    const request = { fileId: first.input.fileId, model }
    const since = new Date()
    const answers = await Promise.all(
      Array.from({ length: concurrency }, () => verification.api.post('/predict', request, verification.signal)),
    )
    const succeeded = answers.filter(({ statusCode }) => statusCode === 200)
    const hashes = [...new Set(succeeded.map(({ body }) => body.modelSha256))]
    const cold = succeeded.filter(({ body }) => body.coldStart).length
    observed(
      `${concurrency} × POST /predict at once`,
      `${succeeded.length} answered 200, ${cold} of them in new environments; model SHA-256 ${hashes.join(', ')}`,
    )
    const others = answers.filter(({ statusCode }) => statusCode !== 200)
    expect(
      others.length === 0,
      `${others.length} of ${concurrency} failed: ${others[0]?.statusCode} ${JSON.stringify(others[0]?.body)}`,
    )
    expect(hashes.length === 1 && hashes[0] === modelSha256, `They did not all read the model ${modelSha256}`)
    if (others.length > 0) return
    const requestIds = answers.map(({ requestId }) => String(requestId))
    mustOverlap(await readExecutions(verification, requestIds, since), requestIds, findings)
  },
}
