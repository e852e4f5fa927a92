import t from 'tap'
import { silent } from '../../command/progress.ts'
import { stubVerification } from '../stub-verification-fixture.ts'
import {
  LeftUndisturbed,
  requireDisturbing,
  restoreWhatWasLeft,
  retireEnvironments,
  withConfiguration,
} from './temporary-configuration.ts'

const mount = { Arn: 'arn:aws:elasticfilesystem:eu-central-1:1:access-point/1', LocalMountPath: '/mnt/efs' }
const configuration = {
  State: 'Active',
  LastUpdateStatus: 'Successful',
  Environment: { Variables: { A: '1', B: '2' } },
  FileSystemConfigs: [mount],
}

/** A Lambda whose updates are answered in this order, the last one for all others. */
function stub(updates: readonly (object | Error)[] = [{}], found: object = configuration, more = {}) {
  let count = 0
  const made = stubVerification({
    aws: {
      GetFunction: { Configuration: found },
      GetFunctionConfiguration: found,
      UpdateFunctionConfiguration: () => updates[count++] ?? updates.at(-1)!,
    },
    ...more,
  })
  const sent = () => made.asked.filter(([name]) => name.startsWith('Update')).map(([, input]: any) => input)
  return { ...made, sent }
}

const original = { A: '1', B: '2' }

t.test('a function has the other configuration during the work, and its own one afterwards', async t => {
  const { verification, sent, undoings } = stub()
  const change = { variables: { B: '3' }, mounts: [] }
  const result = await withConfiguration(verification, 'demo-producer', change, async () => {
    t.equal(sent().length, 1)
    t.equal(undoings.length, 1, 'it is put back also if this process is interrupted now')
    return 'done'
  })
  t.equal(result, 'done')
  const [first, second] = sent()
  const { VERIFICATION_RESTORES: note, ...variables } = first.Environment.Variables
  t.same(variables, { A: '1', B: '3' })
  t.match(JSON.parse(note), { nonce: /^[\da-f-]{36}$/, variables: original, mounts: [mount] })
  t.same(first.FileSystemConfigs, [])
  t.same(second, {
    FunctionName: 'demo-producer',
    Environment: { Variables: original },
    FileSystemConfigs: [mount],
  })
})

t.test('a change of the variables alone leaves the mounts as they are', async t => {
  const { verification, sent } = stub()
  await retireEnvironments(verification, 'demo-consumer')
  const [first, second] = sent()
  t.same(first.FileSystemConfigs, undefined)
  t.same(second.FileSystemConfigs, undefined)
  const note = JSON.parse(first.Environment.Variables.VERIFICATION_RESTORES)
  t.same(Object.keys(note), ['nonce', 'variables'], 'nor does a later command put them back')
  t.same(second.Environment.Variables, original)
})

t.test('a function without variables and mounts gets none back', async t => {
  const { verification, sent } = stub([{}], { State: 'Active', LastUpdateStatus: 'Successful' })
  await withConfiguration(verification, 'demo-producer', { mounts: [mount] }, async () => {})
  t.match(sent()[1], { Environment: { Variables: {} }, FileSystemConfigs: [] })
})

t.test('the configuration is put back after work that fails', async t => {
  const { verification, sent } = stub()
  const work = () => Promise.reject(new Error('no result'))
  await t.rejects(withConfiguration(verification, 'demo-producer', {}, work), /no result/)
  t.equal(sent().length, 2)
})

t.test('a change that Lambda refuses is not put back; after another failure the state is unknown', async t => {
  const change = (name: string) => {
    const made = stub([Object.assign(new Error('refused'), { name }), {}])
    const changing = withConfiguration(made.verification, 'demo-producer', {}, () => t.fail('works') as never)
    return { ...made, changing }
  }
  const refused = change('InvalidParameterValueException')
  await t.rejects(refused.changing, { name: 'InvalidParameterValueException' })
  t.equal(refused.sent().length, 1)
  const unknown = change('TimeoutError')
  await t.rejects(unknown.changing, { name: 'TimeoutError' })
  t.equal(unknown.sent().length, 2)
  t.same(unknown.sent()[1].Environment.Variables, original)
})

t.test('an undisturbed verification changes nothing and says so', async t => {
  const { verification, asked } = stub([{}], configuration, { undisturbed: true })
  await t.rejects(
    retireEnvironments(verification, 'demo-producer'),
    new LeftUndisturbed(
      'Not checked, because it changes the configuration of demo-producer for a moment (--undisturbed)',
    ),
  )
  t.same(asked, [])
  t.doesNotThrow(() => requireDisturbing(stub().verification, 'something'))
})

t.test('what a killed verification has left is put back, and the checks know it', async t => {
  const note = JSON.stringify({ nonce: '1', variables: original })
  const left = { ...configuration, Environment: { Variables: { A: '9', VERIFICATION_RESTORES: note } } }
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const progress = { ...silent, step: say, detail: say }
  const { verification, sent } = stub([{}], left, { progress })
  await restoreWhatWasLeft(verification)
  t.same(
    sent().map(({ FunctionName, Environment }) => [FunctionName, Environment.Variables]),
    [
      ['demo-producer', original],
      ['demo-consumer', original],
    ],
  )
  t.same([...verification.leftBefore], ['demo-producer', 'demo-consumer'])
  t.equal(lines.length, 2)
  t.match(lines[0], /^demo-producer has the configuration of a command that was killed/)

  const unmarked = stub()
  await restoreWhatWasLeft(unmarked.verification)
  t.same([unmarked.sent(), [...unmarked.verification.leftBefore]], [[], []])
})

t.test('a function that cannot be put back is left to its own criteria, except after Ctrl-C', async t => {
  const note = JSON.stringify({ nonce: '1', variables: original })
  const left = { ...configuration, Environment: { Variables: { VERIFICATION_RESTORES: note } } }
  const refusal = Object.assign(new Error('refused'), { name: 'InvalidParameterValueException' })
  const { verification } = stub([refusal], left)
  await restoreWhatWasLeft(verification)
  t.same([...verification.leftBefore], [])
  const interrupted = stub([refusal], left, { signal: AbortSignal.abort() })
  await t.rejects(restoreWhatWasLeft(interrupted.verification), { name: 'AbortError' })
})
