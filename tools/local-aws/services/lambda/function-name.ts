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
