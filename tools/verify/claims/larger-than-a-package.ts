import type { Criterion } from '../criterion.ts'
import { logRecords } from '../producer/log-records.ts'
import { areEqual } from './outputs-here.ts'
import { seededModel } from './seeded-model.ts'

/** Lambda's limit for a package with its layers (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
export const packageLimit = 250 * 1024 * 1024

export const largerThanAPackage: Criterion = {
  id: 'C1',
  claim:
    'A model that no package may hold comes to EFS by its S3 event alone, and predicts what it predicts elsewhere.',
  builtIn: ['functions/producer/object-event.ts', 'functions/consumer/predict.ts'],
  shownIn: [],
  check: async (verification, { observed, expect, leaveToReader }) => {
    const { key, bytes, sha256, since, usableMs, predictions } = await seededModel(verification)
    const size = `${bytes} bytes (${(bytes / 2 ** 20).toFixed(0)} MiB)`
    observed('S3 CompleteMultipartUpload', `${key}, ${size} from a seed, SHA-256 ${sha256}`)
    const heard = await logRecords(verification, verification.system.producer.logGroupName, since, key)
    const events = heard.flatMap(({ event }) => (typeof event === 'string' ? event : []))
    observed(
      'CloudWatch Logs FilterLogEvents',
      `the Producer heard of it by ${[...new Set(events)].join(', ') || 'nothing'}`,
    )
    expect(
      events.some(event => event.startsWith('ObjectCreated:')),
      'The Producer’s log has no S3 event of the model',
    )
    for (const { answer, expected } of predictions) {
      const { statusCode, body } = answer
      const outputs = body?.outputs?.[0]?.data
      observed('POST /predict', `${statusCode}, outputs ${outputs?.map((value: number) => value.toFixed(4)).join(' ')}`)
      expect(statusCode === 200, `/predict answers ${statusCode} ${JSON.stringify(body)}`)
      expect(body?.modelSha256 === sha256, `The Consumer read a model with the SHA-256 ${body?.modelSha256}`)
      expect(areEqual(outputs, expected), `The same model and input give ${expected.join(' ')} on this machine`)
    }
    observed(
      'the client’s clock',
      `usable ${(usableMs / 1000).toFixed(2)} s after the end of the upload, loading included`,
    )
    if (bytes <= packageLimit) {
      const full = 'the full run takes one of 300 MiB, larger than the 250 MiB that a package may have'
      leaveToReader(`The model of this quick run has ${size} only; ${full}`)
    }
  },
}
