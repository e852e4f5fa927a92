import { AwsError } from './aws-error.ts'
import type { CredentialScope } from './iam/authenticate.ts'
import type { Service } from './operation.ts'

/**
 * Refuses a request that was signed for a Region other than the account's: it would use the resources of this Region.
 *
 * @throws AwsError in the service's own words
 */
export function checkRegion(service: Service, scope: CredentialScope, region: string): void {
  if (scope.region === region || service.isGlobal) return
  throw (service.wrongRegion ?? wrongRegion('SignatureDoesNotMatch'))(scope.region, region)
}

/**
 * The refusal of most services, with this code.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function wrongRegion(code: string): (signedFor: string, region: string) => AwsError {
  return (signedFor, region) => {
    const message = `Credential should be scoped to a valid region, not '${signedFor}'. The local AWS has ${region} only.`
    return new AwsError(code, message, 403)
  }
}
