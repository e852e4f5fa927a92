import { S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { attempt } from './attempt.ts'

function removal(signal?: AbortSignal) {
  const { progress, lines } = recordProgress()
  return { progress, lines, failures: [] as Error[], signal }
}

function ofAws(name: string, message: string): S3ServiceException {
  return new S3ServiceException({ name, message, $fault: 'client', $metadata: {} })
}

function throwing(error: unknown): () => Promise<never> {
  return () => Promise.reject(error)
}

t.test('a refusal of AWS is reported and kept, once for all steps that meet it', async t => {
  const running = removal()
  const busy = ofAws('BucketNotEmpty', 'The bucket is not empty.')
  t.equal(await attempt(running, 'Bucket', throwing(busy)), undefined)
  await attempt(running, 'Artifacts', throwing(ofAws('BucketNotEmpty', 'The bucket is not empty.')))
  await attempt(running, 'Log groups', throwing(ofAws('AccessDenied', 'Not you.')))
  t.equal(await attempt(running, 'Stack', async () => 'gone'), 'gone')
  t.match(running.failures, [busy, { code: 'ACCESS_DENIED' }])
  t.equal(running.failures.length, 2)
  t.same(running.lines, ['Bucket: The bucket is not empty.', 'Log groups: AWS refuses the call: Not you.'])
})

t.test('an error of the program ends the removal, and so does an error that affects all further steps', async t => {
  const running = removal()
  for (const error of [
    new TypeError('x is not a function'),
    'no error',
    ofAws('ExpiredToken', 'Too late.'),
    ofAws('InvalidClientTokenId', 'Who?'),
    Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  ]) {
    const thrown = await attempt(running, 'Bucket', throwing(error)).then(
      () => undefined,
      thrown => thrown,
    )
    t.equal(thrown, error)
  }
  t.same([running.failures, running.lines], [[], []])
})

t.test('an interruption ends the removal, whichever error the step makes of it', async t => {
  const running = removal(AbortSignal.abort())
  await t.rejects(attempt(running, 'Bucket', throwing(ofAws('AccessDenied', 'Not you.'))), { name: 'AbortError' })
  t.same(running.failures, [])
})
