import t from 'tap'
import { Failure, isFailure } from './failure.ts'

t.test('a failure is printed with its name, and has a cause only if one was given', t => {
  const failure = new Failure('NOT_FOUND', 'It is not there.')
  t.equal(String(failure), 'Failure: It is not there.')
  t.same([failure.code, failure.details], ['NOT_FOUND', {}])
  t.notOk('cause' in failure)
  const cause = new Error('the cause')
  t.equal(new Failure('NOT_FOUND', 'It is not there.', {}, cause).cause, cause)
  t.end()
})

t.test('a failure is known by its name, also if another bundle made it', t => {
  t.equal(isFailure(new Failure('NOT_FOUND', 'It is not there.')), true)
  t.equal(isFailure(Object.assign(new Error('It is not there.'), { name: 'Failure' })), true)
  for (const other of [new Error('Failure'), { name: 'Failure' }, 'Failure', undefined, null])
    t.equal(isFailure(other), false)
  t.end()
})
