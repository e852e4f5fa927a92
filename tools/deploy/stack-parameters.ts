import type { Parameter } from '@aws-sdk/client-cloudformation'
import { parseDocument } from 'yaml'
import { CommandError, MisuseError } from '../command/command-error.ts'

/** Parses `K=V` of --parameter. The value may contain equals signs. */
export function parseParameter(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const match = /^([A-Za-z0-9]+)=(.*)$/s.exec(text)
  if (!match) throw new MisuseError(`--parameter takes NAME=VALUE, got '${text}'.`)
  return { ...previous, [match[1]!]: match[2]! }
}

/**
 * Returns the parameters of a change set: those that this deployment decides, those that the user gives, and for the
 * others the stack's present values. So a second deployment does not undo the choices of the first (without its KMS
 * key, CloudFormation would replace the file system).
 */
export function stackParameters(
  templateBody: string,
  decided: Record<string, string>,
  given: Record<string, string>,
  current: readonly Parameter[] = [],
): Parameter[] {
  const declared = parameterNames(templateBody)
  const unknown = Object.keys(given).filter(name => !declared.includes(name))
  if (unknown.length > 0) {
    throw new MisuseError(`There is no parameter ${unknown.join(', ')}.`, {
      nextStep: `The parameters are: ${declared.join(', ')}.`,
    })
  }
  const fixed = Object.keys(given).filter(name => fixedNames.has(name))
  if (fixed.length > 0) {
    throw new MisuseError(`${fixed.join(', ')} cannot be given with --parameter: deploy decides it.`, {
      nextStep: 'Use --prefix and --architecture. The bucket and the packages follow from what is deployed.',
    })
  }
  const values: Record<string, string> = { ...decided, ...given }
  const kept = current.map(({ ParameterKey }) => ParameterKey!)
  return declared.flatMap((ParameterKey): Parameter[] => {
    const ParameterValue = values[ParameterKey]
    if (ParameterValue !== undefined) return [{ ParameterKey, ParameterValue }]
    return kept.includes(ParameterKey) ? [{ ParameterKey, UsePreviousValue: true }] : []
  })
}

const fixedNames = new Set(['Prefix', 'ArtifactsBucket', 'ProducerCodeKey', 'ConsumerCodeKey', 'Architecture'])

function parameterNames(templateBody: string): string[] {
  // Short forms such as !Ref are CloudFormation's own tags. They do not occur among the names of parameters.
  const template = parseDocument(templateBody, { logLevel: 'error' }).toJS() as { Parameters?: object } | null
  if (!template || typeof template !== 'object') {
    throw new CommandError('INVALID_TEMPLATE', 'The root template is not a YAML mapping.')
  }
  return Object.keys(template.Parameters ?? {})
}
