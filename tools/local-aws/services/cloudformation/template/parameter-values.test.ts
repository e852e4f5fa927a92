import t from 'tap'
import { parameterReference, parameterValues } from './parameter-values.ts'
import { parseTemplate } from './parse-template.ts'

function values(declaration: string, value?: string, previous?: Record<string, string>) {
  const template = parseTemplate(`Parameters: { P: ${declaration} }\nResources: { G: { Type: AWS::Logs::LogGroup } }`)
  const given = previous ? { ParameterKey: 'P', UsePreviousValue: true } : { ParameterKey: 'P', ParameterValue: value }
  return parameterValues(template, {
    parameters: value === undefined && !previous ? [] : [given],
    previous,
    isUnknown: text => text === 'unknown',
  })
}

t.same(values('{ Type: String, Default: d }'), { P: 'd' }, 'the default')
t.same(values('{ Type: String, Default: d }', 'v'), { P: 'v' }, 'a given value')
t.same(values('{ Type: String }', undefined, { P: 'before' }), { P: 'before' }, 'the previous value')
t.same(
  values("{ Type: String, AllowedPattern: '[0-9]+' }", 'unknown'),
  { P: 'unknown' },
  'an unknown value is not checked',
)

for (const [declaration, value, message] of [
  ['{ Type: String }', undefined, 'Parameters: [P] must have values'],
  ['{ Type: Number }', 'x', "Parameter 'P' must be a number"],
  ['{ Type: String, AllowedValues: [a, b] }', 'c', "Parameter 'P' must be one of AllowedValues"],
  ["{ Type: String, AllowedPattern: '[a-z]+' }", 'a1', "Parameter 'P' must match pattern [a-z]+"],
  [
    "{ Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: only letters }",
    'a1',
    'Parameter P failed to satisfy constraint: only letters',
  ],
  ['{ Type: String, MinLength: 2 }', 'a', "Parameter 'P' must contain at least 2 characters"],
  ['{ Type: String, MaxLength: 2 }', 'abc', "Parameter 'P' must contain at most 2 characters"],
  ['{ Type: Number, MinValue: 5 }', '4', "Parameter 'P' must be a number not less than 5"],
  ['{ Type: Number, MaxValue: 5 }', '6', "Parameter 'P' must be a number not greater than 5"],
] as const) {
  t.throws(() => values(declaration, value), { code: 'ValidationError', message }, declaration)
}

t.test('parameters that the template does not declare are refused', async t => {
  const template = parseTemplate(
    'Parameters: { P: { Type: String, Default: d } }\nResources: { G: { Type: AWS::Logs::LogGroup } }',
  )
  const parameters = [{ ParameterKey: 'Q', ParameterValue: 'v' }]
  t.throws(() => parameterValues(template, { parameters, isUnknown: () => false }), {
    message: 'Parameters: [Q] do not exist in the template',
  })
})

t.test('a previous value needs a previous parameter, and no value of its own', async t => {
  const template = parseTemplate(
    'Parameters: { P: { Type: String }, toString: { Type: String, Default: d } }\nResources: { G: { Type: AWS::Logs::LogGroup } }',
  )
  const isUnknown = () => false
  const previous = { P: 'before' }
  const asked = (ParameterKey: string, ParameterValue?: string) => [
    { ParameterKey, ParameterValue, UsePreviousValue: true },
  ]
  const refusal = (name: string, why: string) => ({
    code: 'ValidationError',
    message: `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true ${why}`,
  })
  t.same(parameterValues(template, { parameters: asked('P', ''), previous, isUnknown }).P, 'before')
  t.throws(
    () => parameterValues(template, { parameters: asked('P', 'x'), previous, isUnknown }),
    refusal('P', 'and non empty value for a parameter'),
  )
  t.throws(
    () => parameterValues(template, { parameters: asked('toString'), previous, isUnknown }),
    refusal('toString', 'for a parameter key not in the previous template'),
  )
  t.throws(() => parameterValues(template, { parameters: asked('P'), isUnknown }), {
    message: 'Parameters: [P] must have values',
  })
})

t.test('list types give lists, others text', async t => {
  const { parameters } = parseTemplate(
    'Parameters: { L: { Type: List<AWS::EC2::Subnet::Id> }, C: { Type: CommaDelimitedList }, S: { Type: String } }\n' +
      'Resources: { G: { Type: AWS::Logs::LogGroup } }',
  )
  t.same(parameterReference(parameters.L!, 'a, b'), ['a', 'b'])
  t.same(parameterReference(parameters.C!, 'a'), ['a'])
  t.same(parameterReference(parameters.C!, ''), [], 'nothing is no item')
  t.equal(parameterReference(parameters.S!, 'a,b'), 'a,b')
})

t.test('a pattern that tries every way to split its text ends in time', async t => {
  t.throws(() => values("{ Type: String, AllowedPattern: '(a+)+' }", `${'a'.repeat(40)}!`), { code: 'ValidationError' })
  t.throws(() => values(`{ Type: String, AllowedPattern: '${'(|a)'.repeat(250_000)}' }`, 'a'), {
    code: 'NotImplemented',
    message: /^The local AWS does not have all patterns of Java\. The pattern .* takes more than 250 ms\.$/,
  })
  t.same(values("{ Type: String, AllowedPattern: '(a+)+' }", 'aaa'), { P: 'aaa' })
})

for (const pattern of ['[', '(', 'a{2,1}']) {
  t.throws(() => values(`{ Type: String, AllowedPattern: '${pattern}' }`, 'a'), { code: 'ValidationError' }, pattern)
}

t.test('a pattern with lookaround is evaluated', async t => {
  const password = "{ Type: String, AllowedPattern: '(?=.*[a-z])(?=.*[0-9]).{8,}' }"
  t.same(values(password, 'passw0rd'), { P: 'passw0rd' })
  t.throws(() => values(password, 'password'), { code: 'ValidationError' })
})

for (const pattern of ['(?=a)a++', '\\\\p{Alpha}', 'a++', '[a-z&&[^b]]']) {
  const declaration = `{ Type: String, AllowedPattern: "${pattern}" }`
  t.throws(() => values(declaration, 'a'), { code: 'NotImplemented' }, `${pattern}, which RE2 lacks`)
}

t.test('a value of more than 4,096 bytes is refused', async t => {
  t.throws(() => values('{ Type: String }', 'ä'.repeat(2049)), { code: 'ValidationError', message: /4096 bytes/ })
})
