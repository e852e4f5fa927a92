import { createHash } from 'node:crypto'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { mustOverlap, readExecutions } from '../consumer/parallel-execution.ts'
import type { Criterion } from '../criterion.ts'

export const parallelTest: Criterion = {
  id: '6.5',
  claim: '/predict is invoked 10 times concurrently, and every invocation reads the shared model from EFS.',
  builtIn: ['tools/measure/parallel-calls.ts', 'tools/demo/check-report.ts'],
  shownIn: ['report.json', 'invocations.ndjson', 'figures/parallel.svg', 'tables/parallel.tex'],
  check: async (verification, findings) => {
    const { observed, expect } = findings
    const { measurements, exercise, startedAt } = verification.run()
    const calls = measurements.invocations.filter(({ phase }) => phase === 'parallel')
    const failed = calls.filter(({ statusCode }) => statusCode !== 200)
    const hashes = [...new Set(calls.map(({ modelSha256 }) => modelSha256))]
    observed(
      'invocations.ndjson',
      `${calls.length - failed.length} of ${calls.length} answered 200, model SHA-256 ${hashes}`,
    )
    expect(calls.length >= 10, `There were ${calls.length} calls`)
    expect(failed.length === 0, `${failed.length} calls failed: ${failed[0]?.statusCode}`)

    // The clients' start times prove little. Lambda's own records show what ran at once.
    const requestIds = calls.map(({ requestId }) => String(requestId))
    mustOverlap(await readExecutions(verification, requestIds, new Date(startedAt)), requestIds, findings)

    const Key = exercise.s3Event.key
    const { Body } = await verification.clients.s3.send(
      new GetObjectCommand({ Bucket: verification.system.bucketName, Key }),
    )
    const hash = createHash('sha256')
    for await (const chunk of Body as AsyncIterable<Uint8Array>) hash.update(chunk)
    const model = hash.digest('hex')
    observed('S3 GetObject', `${Key}: SHA-256 ${model}`)
    expect(hashes.length === 1 && hashes[0] === model, `They did not all read the model ${model}`)
  },
}
