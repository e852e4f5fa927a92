import type { AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse } from '@aws-sdk/client-sts'
import { AwsError } from '../../../aws-error.ts'
import { lowerCaseKeys } from '../../../iam/authorize.ts'
import type { OpenIdConnectProvider } from '../../iam/state.ts'
import { trusts } from '../../iam/trust.ts'
import { issuedSession } from '../issued-session.ts'
import type { Account, Operation } from '../operation.ts'
import { type Claims, readToken } from '../web-identity-token.ts'

// The token identifies the caller, so the request is not signed; only the role's trust policy decides.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
export const assumeRoleWithWebIdentity: Operation<AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse> =
  {
    honours: ['RoleArn', 'WebIdentityToken', 'RoleSessionName', 'DurationSeconds'],
    permissions: () => [],
    run: (input, { account }) => {
      const claims = readToken(input.WebIdentityToken!, account.now())
      const provider = issuer(account, claims)
      const audience = audienceOf(provider, claims)
      const role = account.iam.roleByArn(input.RoleArn!)
      const principal = { type: 'Federated' as const, name: provider.arn }
      if (!role || !trusts(role, [principal], conditionKeys(provider, claims), 'sts:AssumeRoleWithWebIdentity')) {
        // A missing role gets the same message, so that nobody learns which roles exist.
        throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
      }
      return {
        ...issuedSession(account, role, input),
        Provider: provider.arn,
        Audience: audience,
        SubjectFromWebIdentityToken: String(claims.sub),
      }
    },
  }

// Words: https://github.com/aws-actions/configure-aws-credentials/issues/280
function issuer({ iam }: Account, { iss }: Claims): OpenIdConnectProvider {
  const url = iss.replace(/^https:\/\//, '')
  const provider = [...iam.openIdConnectProviders.values()].find(one => one.url === url)
  if (provider) return provider
  throw new AwsError('InvalidIdentityToken', `No OpenIDConnect provider found in your account for ${iss}`)
}

// Words: https://github.com/aws-actions/configure-aws-credentials/issues/775
function audienceOf({ clientIds }: OpenIdConnectProvider, { aud }: Claims): string {
  const known = [aud].flat().find(one => clientIds.has(String(one)))
  if (known !== undefined) return String(known)
  throw new AwsError('InvalidIdentityToken', 'Incorrect token audience')
}

// AWS makes condition keys only of these claims. Those of the second line are GitHub's.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
const claimsWithKeys = [
  ...['amr', 'aud', 'email', 'sub'],
  ...['environment', 'job_workflow_ref', 'ref', 'repository_id'],
]

function conditionKeys({ url }: OpenIdConnectProvider, claims: Claims): Record<string, string> {
  const known = claimsWithKeys.filter(name => claims[name] !== undefined)
  return lowerCaseKeys(Object.fromEntries(known.map(name => [`${url}:${name}`, String(claims[name])])))
}
