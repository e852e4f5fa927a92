import type { AddPermissionRequest, AddPermissionResponse } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import type { PolicyStatement } from '../../../iam/policy-document.ts'
import { askedQualifier } from '../function-name.ts'
import { refuseOtherRevision } from '../function-updates.ts'
import type { Operation } from '../operation.ts'
import { permissionPrincipal } from '../permission-principal.ts'
import { onFunction } from '../permissions.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
export const addPermission: Operation<AddPermissionRequest, AddPermissionResponse> = {
  honours: [
    'FunctionName',
    'StatementId',
    'Action',
    'Principal',
    'SourceArn',
    'SourceAccount',
    'Qualifier',
    'RevisionId',
  ],
  permissions: (input, call) => [
    {
      ...onFunction(call, 'AddPermission', input.FunctionName),
      context: { 'lambda:Principal': input.Principal ?? '' },
    },
  ],
  run: (input, { account }) => {
    // Words: recorded/lambda.yaml.
    if (askedQualifier(input.FunctionName!, input.Qualifier) === '$LATEST')
      throw new AwsError('InvalidParameterValueException', 'We currently do not support adding policies for $LATEST.')
    const lambdaFunction = account.lambda.function(input.FunctionName!, input.Qualifier)
    refuseOtherRevision(lambdaFunction, input.RevisionId)
    const Sid = input.StatementId!
    if (lambdaFunction.policy.has(Sid)) {
      throw new AwsError(
        'ResourceConflictException',
        `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        409,
      )
    }
    const statement: PolicyStatement = {
      Sid,
      Effect: 'Allow',
      Principal: permissionPrincipal(account, input.Principal!),
      Action: input.Action!,
      Resource: lambdaFunction.functionArn,
      ...((input.SourceArn || input.SourceAccount) && {
        Condition: {
          ...(input.SourceAccount && { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } }),
          ...(input.SourceArn && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
        },
      }),
    }
    lambdaFunction.policy.set(Sid, statement)
    return { Statement: JSON.stringify(statement) }
  },
}
