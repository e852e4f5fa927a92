import { validationError, violation } from '../../validation-error.ts'

/** "A stack name can contain only alphanumeric characters and hyphens, must start with a letter, at most 128". */
export function checkStackName(name: string): string {
  return checkName('stackName', name)
}

export function checkChangeSetName(name: string): string {
  return checkName('changeSetName', name)
}

function checkName(member: string, name: string): string {
  const constraint = name.length > 128 ? 'Member must have length less than or equal to 128' : pattern(name)
  if (!constraint) return name
  throw validationError('ValidationError', [violation(name, member, constraint)])
}

function pattern(name: string): string | undefined {
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name)) return undefined
  return 'Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*'
}
