import type { Evaluation } from './evaluation.ts'
import { referencesOf } from '../template/references.ts'
import { formatError } from '../template/template-error.ts'

/**
 * Refuses what a template refers to and does not have with these parameters: resources whose condition does not hold,
 * and keys of mappings. Of an Fn::If only the chosen branch counts. DependsOn of such a resource is allowed.
 *
 * @throws AwsError ValidationError
 */
export function checkReferences(evaluation: Evaluation): void {
  checkConditionalResources(evaluation)
  for (const id of evaluation.logicalIds)
    checkMapped(evaluation, evaluation.definition.template.resources[id]!.properties)
  for (const { value, exportName } of evaluation.outputDeclarations) checkMapped(evaluation, [value, exportName])
}

/**
 * The mapping's keys are known with the parameters, so CloudFormation answers the call with the error, and no stack is
 * made. Elastic Beanstalk reports it as the error of a call, without a stack:
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/relnotes/release-2019-06-07-linux.html
 */
function checkMapped(evaluation: Evaluation, value: unknown): void {
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    if (isMapped(node)) evaluation.value(node)
    else for (const item of Object.values(node)) visit(item)
  }
  visit(takenBranches(evaluation, value))
}

function isMapped(node: object): boolean {
  return Object.keys(node).length === 1 && Object.hasOwn(node, 'Fn::FindInMap')
}

function checkConditionalResources(evaluation: Evaluation): void {
  const { resources } = evaluation.definition.template
  const missing = (values: readonly unknown[]): string[] => {
    const names = values.flatMap(value => [...referencesOf(takenBranches(evaluation, value)).names])
    return [...new Set(names)].filter(name => Object.hasOwn(resources, name) && !evaluation.logicalIds.includes(name))
  }
  const blocks = {
    Resources: missing(evaluation.logicalIds.map(id => resources[id]!.properties)),
    Outputs: missing(evaluation.outputDeclarations.map(({ value, exportName }) => [value, exportName])),
  }
  for (const [block, names] of Object.entries(blocks)) {
    if (names.length === 0) continue
    throw formatError(`Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`)
  }
}

function takenBranches(evaluation: Evaluation, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => takenBranches(evaluation, item))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  const [name, argument] = entries[0] ?? []
  if (entries.length === 1 && name === 'Fn::If' && Array.isArray(argument)) {
    return takenBranches(evaluation, evaluation.holds(String(argument[0])) ? argument[1] : argument[2])
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, takenBranches(evaluation, item)]))
}
