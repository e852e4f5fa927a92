import { validationError, violation } from '../../validation-error.ts'

/** "A stack name can contain only alphanumeric characters and hyphens, must start with a letter, at most 128". */
export function checkStackName(name: string): string {
  return checkName('stackName', name)
}

export function checkChangeSetName(name: string): string {
  return checkName('changeSetName', name)
}

function checkName(member: string, name: string): string {
  const constraint = name.length > 128 ? 'Member must have length less than or equal to 128' : pattern(member, name)
  if (!constraint) return name
  throw validationError('ValidationError', [violation(name, member, constraint)])
}

function pattern(member: string, name: string): string | undefined {
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name)) return undefined
  // AWS's words for a new stack's name mention ARNs, which it does not accept there: recorded/cloudformation.yaml.
  const arns = member === 'stackName' ? '|arn:[-a-zA-Z0-9:/._+]*' : ''
  return `Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*${arns}`
}
