import type { Parameter } from '@aws-sdk/client-cloudformation'
import type { Definition } from '../stack.ts'

/** Parameters as Describe operations show them: the value of a NoEcho parameter is hidden. */
export function shownParameters({ template, parameters }: Definition): Parameter[] {
  return Object.entries(parameters).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: template.parameters[ParameterKey]?.noEcho ? '****' : value,
  }))
}
