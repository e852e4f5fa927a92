import t from 'tap'
import { MisuseError } from '../command/command-error.ts'
import { parseParameter, stackParameters } from './stack-parameters.ts'

const template = `
Parameters:
  Prefix: {Type: String}
  ConsumerMemorySize: {Type: Number, Default: 1769}
  KmsKeyArn: {Type: String, Default: ''}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '\${Prefix}-topic'}}
`
const decided = { Prefix: 'demo', NotInThisTemplate: 'x' }

t.test('the value of a parameter is everything after the first equals sign', async t => {
  t.same(parseParameter('KmsKeyArn=a=b', parseParameter('ConsumerMemorySize=')), {
    ConsumerMemorySize: '',
    KmsKeyArn: 'a=b',
  })
  t.throws(() => parseParameter('KmsKeyArn'), MisuseError)
})

t.test('a creation takes the given parameters and leaves the rest to the defaults', async t => {
  t.same(stackParameters(template, decided, { ConsumerMemorySize: '512' }), [
    { ParameterKey: 'Prefix', ParameterValue: 'demo' },
    { ParameterKey: 'ConsumerMemorySize', ParameterValue: '512' },
  ])
})

t.test('an update keeps the parameters of an earlier deployment', async t => {
  const current = [
    { ParameterKey: 'KmsKeyArn', ParameterValue: 'arn:aws:kms:…' },
    { ParameterKey: 'RemovedFromTemplate', ParameterValue: '1' },
  ]
  t.same(stackParameters(template, decided, {}, current), [
    { ParameterKey: 'Prefix', ParameterValue: 'demo' },
    { ParameterKey: 'KmsKeyArn', UsePreviousValue: true },
  ])
})

t.test('an unknown parameter is refused, and so is one that deploy decides', async t => {
  t.throws(() => stackParameters(template, decided, { Memory: '1' }), {
    code: 'MISUSED',
    nextStep: /ConsumerMemorySize/,
  })
  t.throws(() => stackParameters(template, decided, { Prefix: 'other' }), { code: 'MISUSED', nextStep: /--prefix/ })
})

t.test('a parameter needs a name of letters and digits, and its value may have several lines', async t => {
  t.same(parseParameter('A1=one\ntwo'), { A1: 'one\ntwo' })
  t.same(parseParameter('A=2', { A: '1' }), { A: '2' })
  for (const wrong of ['', '=1', 'A-B=1', ' A=1']) {
    t.throws(() => parseParameter(wrong), { code: 'MISUSED', message: `--parameter takes NAME=VALUE, got '${wrong}'.` })
  }
})

t.test('every parameter that deploy decides is refused by its name, and all unknown ones are named', async t => {
  const names = ['Prefix', 'ArtifactsBucket', 'ProducerCodeKey', 'ConsumerCodeKey', 'Architecture']
  const all = `Parameters: {${names.map(name => `${name}: {Type: String}`).join(', ')}}`
  for (const name of names) {
    const message = `${name} cannot be given with --parameter: deploy decides it.`
    t.throws(() => stackParameters(all, {}, { [name]: 'x' }), { message })
  }
  t.throws(() => stackParameters(template, decided, { A: '1', B: '2' }), {
    message: 'There is no parameter A, B.',
    nextStep: 'The parameters are: Prefix, ConsumerMemorySize, KmsKeyArn.',
  })
  for (const none of ['', 'text', '3']) {
    t.throws(() => stackParameters(none, {}, {}), { code: 'INVALID_TEMPLATE' }, none)
  }
  t.same(stackParameters('Resources: {}', {}, {}), [])
})
