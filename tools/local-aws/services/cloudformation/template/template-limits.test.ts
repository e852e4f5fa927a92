import t from 'tap'
import { evaluate, type Scope } from './intrinsics.ts'
import { parseTemplate } from './parse-template.ts'

const group = { Type: 'AWS::Logs::LogGroup' }
const json = (more: object) => JSON.stringify({ Resources: { G: group }, ...more })
const many = <T>(count: number, value: T, name = 'N') =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}${i}`, value]))
const scope = { ref: () => 'x' } as unknown as Scope

for (const [title, template] of [
  ['500 resources', json({ Resources: many(501, group) })],
  ['200 parameters', json({ Parameters: many(201, { Type: 'String' }) })],
  ['200 outputs', json({ Outputs: many(201, { Value: 'x' }) })],
  ['200 mappings', json({ Mappings: many(201, { A: { B: 'c' } }) })],
  ['200 attributes of a mapping', json({ Mappings: { M: many(201, { B: 'c' }) } })],
  ['1,024 bytes of description', json({ Description: 'ä'.repeat(513) })],
  ['255 characters of a name', json({ Resources: { [`A${'b'.repeat(255)}`]: group } })],
] as const) {
  t.throws(() => parseTemplate(template), { code: 'ValidationError' }, `a template with more than ${title} is refused`)
}

t.test('a template at the limits is accepted', async t => {
  const { resources } = parseTemplate(
    json({ Resources: many(500, group), Parameters: many(200, { Type: 'String' }, 'P'), Description: 'ä'.repeat(512) }),
  )
  t.equal(Object.keys(resources).length, 500)
})

for (const [title, text] of [
  ['JSON', `{"Resources": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ['brackets of YAML', `Resources: ${'['.repeat(200_000)}`],
  ['lists of YAML', '- '.repeat(20_000)],
  ['functions of YAML', `Resources: {G: {Type: x, Properties: {P: ${'!Not ['.repeat(200)}x${']'.repeat(200)}}}}`],
] as const) {
  t.throws(() => parseTemplate(text), { code: 'NotImplemented', message: /deep/ }, `${title} that are nested too deep`)
}

t.test('ten thousand keys of one map are read in time, and of a repeated key the last value counts', async t => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `  key${i}: v`).join('\n')
  const { metadata } = parseTemplate(`Resources: {G: {Type: x}}\nMetadata:\n${keys}\n  key0: last`)
  t.equal((metadata as Record<string, string>).key0, 'last')
})

t.test('a Sub inside a Sub is evaluated once a level, and its text has a limit', async t => {
  const doubled = (depth: number): unknown =>
    depth === 0 ? 'a' : { 'Fn::Sub': ['${V}${V}', { V: doubled(depth - 1) }] }
  t.equal(String(evaluate(doubled(10), scope)).length, 1024)
  t.throws(() => evaluate(doubled(40), scope), { code: 'NotImplemented', message: /longer than 1000000 characters/ })
  const long = (depth: number): unknown =>
    depth === 0 ? 'x'.repeat(3000) : { 'Fn::Join': ['x'.repeat(3000), { 'Fn::Split': ['', long(depth - 1)] }] }
  t.throws(() => evaluate(long(2), scope), { code: 'NotImplemented' })
})

t.test('unterminated literals in a Sub are read in time', async t => {
  t.equal(String(evaluate({ 'Fn::Sub': '${!'.repeat(300_000) }, scope)).length, 900_000)
})

t.test('Fn::Cidr makes at most 256 blocks, also for a block that is not known yet', async t => {
  for (const block of ['10.0.0.0/16', '{{changeSet:KNOWN_AFTER_APPLY}}']) {
    t.throws(() => evaluate({ 'Fn::Cidr': [block, 1e9, 8] }, scope), { code: 'ValidationError', message: /1 to 256/ })
  }
})
