import type { Permission } from '../../iam/permission.ts'
import { functionNameOf } from './function-name.ts'
import type { Call } from './operation.ts'

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export function onFunction({ account }: Call, action: string, nameOrArn: string | undefined): Permission {
  return { action: `lambda:${action}`, resource: account.arn('lambda', `function:${functionNameOf(nameOrArn ?? '*')}`) }
}

/** A caller that gives a role to a function must be allowed to pass it to Lambda. */
export function passRole(roleArn: string | undefined): Permission[] {
  return roleArn
    ? [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } }]
    : []
}
