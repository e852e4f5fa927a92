import { AwsError } from '../../../aws-error.ts'
import type { HandlerErrorCode } from '../resources/handler-error.ts'
import { HandlerError } from '../resources/handler-error.ts'
import { serviceNameOf } from '../resources/service-name.ts'

/** A failure with the engine's own words. As the answer of an operation it is a ValidationError. */
export class EngineFailure extends AwsError {
  constructor(message: string, options: ErrorOptions = {}) {
    super('ValidationError', message)
    this.cause = options.cause
  }
}

/**
 * Returns why a resource failed, in CloudFormation's words for a handler's answer: `Resource handler returned message:
 * "…(Service: Lambda, Status Code: 403, Request ID: …)" (RequestToken: …, HandlerErrorCode: AccessDenied)`.
 * https://github.com/aws/aws-cdk/issues/21776 and many similar issues show events.
 */
export function statusReason(error: unknown, requestToken: string): string {
  // This is not a handler's answer, but a refusal of a nested stack, a template or IAM, which is shown unchanged.
  if (error instanceof AwsError) return error.message
  const { message, code } = handlerAnswer(error)
  return `Resource handler returned message: "${message}" (RequestToken: ${requestToken}, HandlerErrorCode: ${code})`
}

function handlerAnswer(error: unknown): { message: string; code: HandlerErrorCode } {
  if (error instanceof HandlerError) return { message: error.message, code: error.code }
  if (isServiceError(error)) return { message: sdkMessage(error), code: handlerErrorCode(error) }
  return { message: error instanceof Error ? error.message : String(error), code: 'InternalFailure' }
}

interface ServiceError extends Error {
  readonly $metadata: { httpStatusCode?: number; requestId?: string; extendedRequestId?: string }
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && typeof (error as { $metadata?: unknown }).$metadata === 'object'
}

/** The real handlers are Java; this is the form in which the AWS SDK for Java 2 prints an exception. */
function sdkMessage(error: ServiceError): string {
  const { httpStatusCode, requestId, extendedRequestId } = error.$metadata
  const service = serviceNameOf(error)
  if (!service || !httpStatusCode) return error.message
  const extended = extendedRequestId ? `, Extended Request ID: ${extendedRequestId}` : ''
  return `${error.message} (Service: ${service}, Status Code: ${httpStatusCode}, Request ID: ${requestId ?? 'null'}${extended})`
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
function handlerErrorCode({ name, $metadata: { httpStatusCode = 0 } }: ServiceError): HandlerErrorCode {
  if (/AccessDenied|Unauthorized|NotAuthorized|Forbidden/i.test(name)) return 'AccessDenied'
  if (/AlreadyExists|AlreadyOwned|Duplicate|EntityAlreadyExists/i.test(name)) return 'AlreadyExists'
  if (/NotFound|NoSuch/i.test(name)) return 'NotFound'
  if (/Throttl|TooManyRequests|RequestLimitExceeded/i.test(name)) return 'Throttling'
  if (/LimitExceeded|QuotaExceeded/i.test(name)) return 'ServiceLimitExceeded'
  if (/Conflict|InUse|DependencyViolation|DeleteConflict/i.test(name)) return 'ResourceConflict'
  if (httpStatusCode >= 500) return 'ServiceInternalError'
  if (/Invalid|Validation|Malformed|BadRequest/i.test(name)) return 'InvalidRequest'
  if (httpStatusCode === 403) return 'AccessDenied'
  if (httpStatusCode === 404) return 'NotFound'
  return httpStatusCode === 400 ? 'InvalidRequest' : 'GeneralServiceException'
}
