import t from 'tap'
import { parameterValues } from './parameter-values.ts'
import { parseTemplate } from './parse-template.ts'

const read = (sections: object) => () =>
  parseTemplate(JSON.stringify({ Resources: { G: { Type: 'AWS::Logs::LogGroup' } }, ...sections }))

for (const declaration of [
  'String',
  ['a'],
  { Type: ['String'] },
  { Type: 'String', Default: ['a'] },
  { Type: 'String', Default: { a: 'b' } },
  { Type: 'String', Description: { a: 'b' } },
  { Type: 'String', AllowedValues: 'a' },
  { Type: 'String', AllowedValues: { a: 1 } },
  { Type: 'String', AllowedValues: [] },
  { Type: 'String', AllowedPattern: ['a'] },
  { Type: 'String', ConstraintDescription: ['a'] },
  { Type: 'String', MinLength: 'x' },
  { Type: 'String', MaxLength: -1 },
  { Type: 'Number', MinValue: '0x1' },
  { Type: 'String', NoEcho: 'maybe' },
]) {
  const message =
    /^Template format error: (\[\/Parameters\/P\] Every \w+ member must be |Every Default member must be |Any Parameters member)/
  t.throws(read({ Parameters: { P: declaration } }), { code: 'ValidationError', message }, JSON.stringify(declaration))
}

t.doesNotThrow(read({ Parameters: { P: { Type: 'String', MinLength: '10', MaxLength: 200 } } }), 'several digits')

for (const output of [
  { Value: 'a', Description: { Ref: 'G' } },
  { Value: 'a', Description: 'x'.repeat(1025) },
  { Value: 'a', Condition: ['C'] },
  { Value: 'a', Export: 'name' },
  { Value: 'a', Export: { Nam: 'x' } },
  { Value: 'a', Export: { Name: '' } },
  { Value: 'a', Export: { Name: { Ref: 'G' } } },
  { Value: 'a', Foo: 'b' },
]) {
  t.throws(read({ Outputs: { O: output } }), { code: 'ValidationError' }, JSON.stringify(output).slice(0, 60))
}

for (const [mapping, message] of [
  [{ A: 'c' }, 'Template format error: Every Mappings member A must be a map'],
  [{ A: { b: 'c' } }, 'Template format error: Every Mappings member b must be a map'],
  [{ A: { b: { c: { Ref: 'P' } } } }, 'Template format error: Every Mappings attribute must be a String or a List.'],
  [{ A: { b: { c: [['d']] } } }, 'Template format error: Every Mappings attribute must be a String or a List.'],
  [{ 'A-b': { b: { c: 'd' } } }, 'Template format error: Mappings name A-b is non alphanumeric.'],
  [
    { A: { b: { c_d: 'd' } } },
    "Template format error: Mappings attribute name 'c_d' must contain only alphanumeric characters.",
  ],
] as const) {
  t.throws(read({ Mappings: mapping }), { code: 'ValidationError', message }, JSON.stringify(mapping))
}

t.test('a name of a parameter cannot be a logical id too', async t => {
  t.throws(read({ Parameters: { G: { Type: 'String' } } }), { code: 'ValidationError', message: /logical id G/ })
})

t.test('only decimal numbers are numbers', async t => {
  const template = read({ Parameters: { P: { Type: 'Number' } } })()
  const value = (ParameterValue: string) =>
    parameterValues(template, { parameters: [{ ParameterKey: 'P', ParameterValue }], isUnknown: () => false }).P
  for (const text of ['0x10', '0b1', 'Infinity', '', '1,2'])
    t.throws(() => value(text), { code: 'ValidationError', message: "Parameter 'P' must be a number" }, text)
  for (const text of ['10', '-1.5', '1e3', '.5']) t.equal(value(text), text)
})
