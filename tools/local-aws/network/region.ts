import type { Account } from '../account.ts'
import { AwsError } from '../aws-error.ts'
import type { CredentialScope } from '../iam/authenticate.ts'

/** One endpoint for all Regions: clients sign for whichever they like. */
const globalServices = ['iam', 'sts']

/**
 * Refuses a request signed for a Region other than the account's: it would see, and change, what lies in this one.
 * Words: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html, and for S3
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (AuthorizationHeaderMalformed).
 *
 * @throws AwsError
 */
export function checkRegion({ region }: Account, scope: CredentialScope): void {
  if (scope.region === region || globalServices.includes(scope.signingName)) return
  if (scope.signingName === 's3') {
    const message = `The authorization header is malformed; the region '${scope.region}' is wrong; expecting '${region}'`
    throw new AwsError('AuthorizationHeaderMalformed', message, 400, { Region: region })
  }
  const message = `Credential should be scoped to a valid region, not '${scope.region}'. The local AWS has ${region} only.`
  throw new AwsError(scope.signingName === 'ec2' ? 'AuthFailure' : 'SignatureDoesNotMatch', message, 403)
}
