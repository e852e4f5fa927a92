import type { AssumedRoleUser, Credentials } from '@aws-sdk/client-sts'
import { AwsError } from '../../aws-error.ts'
import type { Role } from '../iam/state.ts'
import type { Account } from './operation.ts'

export interface SessionInput {
  readonly RoleSessionName?: string | undefined
  readonly DurationSeconds?: number | undefined
}

/** A session of a role after the check of its trust policy, as the answer of AssumeRole and its variants. */
export function issuedSession(
  account: Account,
  role: Role,
  input: SessionInput,
): { AssumedRoleUser: AssumedRoleUser; Credentials: Credentials } {
  const durationSeconds = input.DurationSeconds ?? 3600
  if (durationSeconds < 900 || durationSeconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
  const credentials = account.iam.issueSession({ role, sessionName: input.RoleSessionName!, durationSeconds })
  const { arn, userId } = account.iam.holder(credentials.accessKeyId)!.identity
  return {
    AssumedRoleUser: { Arn: arn, AssumedRoleId: userId },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiration,
    },
  }
}
