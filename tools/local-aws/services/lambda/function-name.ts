import { AwsError } from '../../aws-error.ts'

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER` in any of the forms that Lambda accepts, down to `NAME`. */
const pattern =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?<accountId>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/

export interface FunctionReference {
  readonly name: string
  readonly region?: string
  readonly accountId?: string
  readonly qualifier?: string
}

export function functionReference(nameOrArn: string): FunctionReference {
  const groups = pattern.exec(nameOrArn)?.groups as (FunctionReference & object) | undefined
  return groups ?? { name: nameOrArn }
}

export function functionNameOf(nameOrArn: string): string {
  return functionReference(nameOrArn).name
}

/**
 * The qualifier that a request names: in the function's name, as a member, or the same in both. Words:
 * recorded/lambda.yaml.
 *
 * @throws AwsError InvalidParameterValueException
 */
export function askedQualifier(nameOrArn: string, qualifier: string | undefined): string | undefined {
  const derived = functionReference(nameOrArn).qualifier
  if (derived === undefined || qualifier === undefined || derived === qualifier) return qualifier ?? derived
  throw new AwsError(
    'InvalidParameterValueException',
    'The derived qualifier from the function name does not match the specified qualifier.',
  )
}

/** The name or ARN without its qualifier. */
export function unqualified(nameOrArn: string): string {
  const { qualifier } = functionReference(nameOrArn)
  return qualifier === undefined ? nameOrArn : nameOrArn.slice(0, -`:${qualifier}`.length)
}
