import t from 'tap'
import { Failure } from '../failure/failure.ts'
import { mayPass, s3Failure } from './s3-failure.ts'

const answer = (status: number, name = 'Error') =>
  Object.assign(new Error('It failed.'), { name, $metadata: { httpStatusCode: status } })
const failed = (error: unknown) => s3Failure('bucket', 'models/m', error)

t.test('a request may succeed later if S3 was not reached, was too busy or failed itself', t => {
  for (const status of [429, 500, 503, 599]) t.equal(mayPass(failed(answer(status, 'SlowDown'))), true, String(status))
  t.equal(mayPass(failed(new Error('connect ECONNREFUSED'))), true, 'without an answer')
  t.end()
})

t.test('a refusal by S3 stays, and so does a failure that is not S3’s', t => {
  for (const status of [400, 403, 412, 428, 430, 499]) {
    t.equal(mayPass(failed(answer(status, 'AccessDenied'))), false, String(status))
  }
  t.equal(mayPass(failed(answer(404, 'NoSuchKey'))), false, 'a missing object')
  t.equal(mayPass(answer(503)), false, 'an error that is no Failure')
  t.equal(mayPass(new Failure('EFS_UNAVAILABLE', 'It is gone.', {}, answer(503))), false, 'a failure of the disk')
  t.equal(mayPass(new Failure('S3_UNAVAILABLE', 'It was replaced.')), false, 'a failure without a cause')
  t.end()
})
