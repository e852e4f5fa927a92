import { CreateStackCommand, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const isA = { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }
const isB = { 'Fn::Equals': [{ Ref: 'P' }, 'b'] }

/** The conditions by name, and whether each holds if the parameter P is `a`. */
const conditions: Record<string, [condition: object, holds: boolean]> = {
  Same: [isA, true],
  Different: [isB, false],
  Negated: [{ 'Fn::Not': [isB] }, true],
  NegatedTrue: [{ 'Fn::Not': [isA] }, false],
  Both: [{ 'Fn::And': [isA, { 'Fn::Not': [isB] }] }, true],
  OneOfBoth: [{ 'Fn::And': [isA, isB] }, false],
  Either: [{ 'Fn::Or': [isB, isA] }, true],
  Neither: [{ 'Fn::Or': [isB, isB] }, false],
  Named: [{ 'Fn::And': [{ Condition: 'Same' }, { Condition: 'Either' }] }, true],
}

t.test('a stack has the resources whose conditions hold', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const names = Object.keys(conditions)
  const TemplateBody = JSON.stringify({
    Parameters: { P: { Type: 'String', Default: 'a' } },
    Conditions: Object.fromEntries(names.map(name => [name, conditions[name]![0]])),
    Resources: Object.fromEntries(names.map(name => [name, { Type: 'AWS::Logs::LogGroup', Condition: name }])),
  })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody }))
  t.equal((await rest('s')).StackStatus, 'CREATE_COMPLETE')
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 's' }))
  t.same(
    StackResources!.map(({ LogicalResourceId }) => LogicalResourceId).sort(),
    names.filter(name => conditions[name]![1]).sort(),
  )
})
