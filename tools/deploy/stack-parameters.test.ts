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
