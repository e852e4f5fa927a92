import { pseudoParameters } from './pseudo-parameters.ts'
import { referencesOf } from './references.ts'
import type { Template } from './template.ts'
import { formatError, templateError } from './template-error.ts'

/**
 * Refuses references to what does not exist yet when CloudFormation needs the value: in a condition, in the name of an
 * export, and in the name of an import. A name that the template does not have counts as a resource.
 *
 * @throws AwsError ValidationError
 */
export function checkForbiddenReferences({ conditions, resources, outputs, parameters }: Template): void {
  const isKnown = (name: string) => Object.hasOwn(parameters, name) || pseudoParameters.includes(name)
  const later = (value: unknown) => [...referencesOf(value).names].filter(name => !isKnown(name))

  // https://github.com/aws/aws-cdk/issues/32238
  if (hasFunction(conditions, ['Fn::ImportValue'])) throw templateError('Cannot use Fn::ImportValue in Conditions.')
  const inConditions = new Set(Object.values(conditions).flatMap(later))
  if (inConditions.size > 0) {
    // https://github.com/aws-cloudformation/cfn-lint/issues/99
    throw formatError(
      `Unresolved dependencies [${[...inConditions].join(', ')}]. Cannot reference resources in the Conditions block of the template`,
    )
  }

  const isLate = (value: unknown) => later(value).length > 0 || hasFunction(value, ['Fn::ImportValue', 'Fn::GetAZs'])
  // https://github.com/kubernetes-retired/kube-aws/issues/1304
  if (importedNames([resources, outputs]).some(isLate))
    throw templateError(
      'the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
    )
  // https://github.com/aws-cloudformation/cfn-lint/issues/1632
  const output = Object.keys(outputs).find(name => isLate(outputs[name]!.exportName))
  if (output)
    throw formatError(
      `Output ${output} is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.`,
    )
}

/** The arguments of every Fn::ImportValue. */
function importedNames(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key === 'Fn::ImportValue' ? [item] : []),
    ...importedNames(item),
  ])
}

function hasFunction(value: unknown, names: readonly string[]): boolean {
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, item]) => names.includes(key) || hasFunction(item, names))
}
