import { AwsError } from '../../../aws-error.ts'
import { authenticate, credentialScope } from '../../../iam/authenticate.ts'
import { authorize } from '../../../iam/authorize.ts'
import type { Identity } from '../../../iam/identity.ts'
import { isSignedBy, readSignature, type RequestSignature } from '../../../iam/signature.ts'
import type { AwsRequest } from '../../../protocols/exchange.ts'
import type { Account } from '../operation.ts'
import type { ApiAddress } from './address.ts'
import { Refusal } from './gateway-response.ts'

/** Whether a request has a signature, valid or not. */
export function isSigned({ headers, query }: AwsRequest): boolean {
  return headers.authorization !== undefined || query.has('X-Amz-Signature')
}

/**
 * Returns the caller of a method with the authorization type AWS_IAM.
 *
 * @throws Refusal with the words of API Gateway:
 *   https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden
 */
export async function iamCaller(
  account: Account,
  request: AwsRequest & { readonly sent: Uint8Array },
  address: ApiAddress,
): Promise<Identity> {
  const scope = credentialScope(request)
  const signature = readSignature(request)
  if (!scope || !signature) throw incomplete(request)
  checkScope(account, scope)
  checkTime(account.now(), signature)
  // Words: https://github.com/aws/aws-sdk-php/issues/2469
  if (!signature.signedHeaders.has('host'))
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  const caller = ownerOf(account, scope)
  const { credentials } = account.iam.holder(scope.accessKeyId)!
  if (!(await isSignedBy(credentials, scope, signature, request))) throw invalid(doesNotMatch)
  checkAllowed(account, caller, request.method, address)
  return caller
}

/**
 * Words: https://github.com/boto/boto3/issues/2280; those for a missing part or an incomplete query are unknown. The
 * gateway response of a missing token applies:
 * https://github.com/amazon-archives/aws-cognito-angular-quickstart/issues/50
 */
function incomplete({ headers: { authorization } }: AwsRequest): Refusal {
  const message =
    authorization === undefined
      ? 'The query string is not a complete signature of version 4.'
      : `'${authorization.split(' ').at(-1)}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`
  return new Refusal('MISSING_AUTHENTICATION_TOKEN', 'IncompleteSignatureException', message)
}

/** Both sentences, each with a space at its end: https://github.com/Kong/insomnia/issues/830 */
function checkScope({ region }: Account, scope: { readonly region: string; readonly signingName: string }): void {
  const wrongRegion =
    scope.region !== region && `Credential should be scoped to a valid region, not '${scope.region}'. `
  const wrongService =
    scope.signingName !== 'execute-api' && `Credential should be scoped to correct service: 'execute-api'. `
  if (wrongRegion || wrongService) throw invalid(`${wrongRegion || ''}${wrongService || ''}`)
}

/** "In most cases, a request must reach AWS within five minutes": reference_aws-signing.html of the IAM guide. */
const tolerance = 5 * 60 * 1000

/** Words: https://github.com/boto/botocore/issues/149; those of a presigned URL are unknown. */
function checkTime(now: Date, { signedAt, expiresSeconds }: RequestSignature): void {
  const age = now.getTime() - signedAt.getTime()
  const [signed, received] = [signedAt, now].map(compact)
  const bound = (milliseconds: number) => compact(new Date(now.getTime() + milliseconds))
  if (age > (expiresSeconds === undefined ? tolerance : expiresSeconds * 1000)) {
    const words = expiresSeconds === undefined ? `${bound(-tolerance)} (${received} - 5 min.)` : received
    throw invalid(`Signature expired: ${signed} is now earlier than ${words}`)
  }
  if (-age > tolerance)
    throw invalid(`Signature not yet current: ${signed} is still later than ${bound(tolerance)} (${received} + 5 min.)`)
}

/** `20261129T130000Z` */
function compact(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '')
}

/** The owner of the key. AWS's page above has AccessDeniedException as the type for a key that is not valid. */
function ownerOf(account: Account, scope: Parameters<typeof authenticate>[1]): Identity {
  try {
    return authenticate(account, scope)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    if (error.code === 'ExpiredToken') throw new Refusal('EXPIRED_TOKEN', 'ExpiredTokenException', error.message)
    throw new Refusal('ACCESS_DENIED', 'AccessDeniedException', error.message)
  }
}

/**
 * The resource is the path as it was called. In the answer, all but the last four digits of its account are asterisks,
 * and the default body has `Message`: github.com/amazon-archives/aws-serverless-auth-reference-app
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-resource-format-for-executing-api.html
 */
function checkAllowed(
  account: Account,
  caller: Identity,
  method: string,
  { apiId, stageName, path }: ApiAddress,
): void {
  const resource = account.arn('execute-api', `${apiId}/${stageName}/${method}${path}`)
  try {
    authorize(caller, { action: 'execute-api:Invoke', resource })
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const masked = resource.replace(`:${account.id}:`, `:********${account.id.slice(-4)}:`)
    const message = error.message.replace(resource, masked)
    throw new Refusal('ACCESS_DENIED', error.code, message, '{"Message":$context.error.messageString}')
  }
}

const doesNotMatch =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

function invalid(message: string): Refusal {
  return new Refusal('INVALID_SIGNATURE', 'InvalidSignatureException', message)
}
