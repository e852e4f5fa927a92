import t from 'tap'
import { evaluate, noValue, type Scope } from './intrinsics.ts'
import { readDocument } from './read-document.ts'
import { unknownValue } from './unknown-value.ts'

const values: Record<string, unknown> = { Name: 'n', List: ['a', 'b'], 'AWS::NoValue': noValue, Later: unknownValue }

const scope: Scope = {
  ref: name => values[name],
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: name => name === 'Holds',
  importValue: name => `imported ${name}`,
  mapping: (map, first, second) => `${map}.${first}.${second}`,
  availabilityZones: () => ['us-east-1a', 'us-east-1b'],
}

const result = (yaml: string) => evaluate(readDocument(`value: ${yaml}`), scope) as { value: unknown }

for (const [yaml, expected] of [
  ['!Ref Name', 'n'],
  ['!GetAtt Child.Outputs.Id', 'Child/Outputs.Id'],
  ['{ Fn::GetAtt: [Child, Arn] }', 'Child/Arn'],
  ["!Sub '${Name}-${Child.Arn}-${!Literal}'", 'n-Child/Arn-${Literal}'],
  ["!Sub ['${Own}-${Name}', { Own: !Ref Name }]", 'n-n'],
  ["!Join [',', !Ref List]", 'a,b'],
  ['!Select [1, !Ref List]', 'b'],
  ["!Split [',', 'a,b']", ['a', 'b']],
  ['!If [Holds, 1, 2]', 1],
  ['!If [Fails, 1, 2]', 2],
  ['{ a: !Ref AWS::NoValue, b: [!Ref AWS::NoValue, 1] }', { b: [1] }],
  ['!Base64 text', 'dGV4dA=='],
  ['!Cidr [10.0.0.0/16, 2, 8]', ['10.0.0.0/24', '10.0.1.0/24']],
  ["!Select [0, !GetAZs '']", 'us-east-1a'],
  ['!FindInMap [Map, !Ref Name, c]', 'Map.n.c'],
  ['!ImportValue shared', 'imported shared'],
  ["!Select [3, !Split [',', !Ref Later]]", unknownValue],
  ["!Join [',', !Ref Later]", unknownValue],
] as const) {
  t.same(result(yaml).value, expected, yaml)
}

t.test('a function that cannot be computed is refused', async t => {
  t.throws(() => result('!Select [2, !Ref List]'), { message: /cannot select nonexistent value at index 2/ })
  t.throws(() => result("!Sub '${List}'"), { message: /Fn::Sub expression must use strings/ })
  t.throws(() => result('!Cidr [10.0.0.0/24, 2, 8]'), { message: /cannot fit 2 blocks/ })
})
