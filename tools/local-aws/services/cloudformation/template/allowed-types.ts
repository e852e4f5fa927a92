import type { Template } from './template.ts'
import { validationError } from './template-error.ts'

/**
 * Refuses a template with a type that the parameter ResourceTypes does not allow: `AWS::Logs::LogGroup`, `AWS::Logs::*`,
 * `AWS::*`, `Custom::*`. Without the parameter, or with an empty one, all are allowed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html; words:
 * recorded/cloudformation.yaml
 *
 * @throws AwsError ValidationError
 */
export function checkAllowedTypes(template: Template, allowed: readonly string[] = []): void {
  if (allowed.length === 0) return
  const refused = Object.values(template.resources).find(({ type }) => !allowed.some(one => allows(one, type)))
  if (!refused) return
  throw validationError(
    `Resource type ${refused.type} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`,
  )
}

function allows(allowed: string, type: string): boolean {
  return allowed.endsWith('::*') ? type.startsWith(allowed.slice(0, -1)) : type === allowed
}
