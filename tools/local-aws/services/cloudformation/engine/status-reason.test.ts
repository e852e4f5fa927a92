import t from 'tap'
import { AwsError } from '../../../aws-error.ts'
import { HandlerError } from '../resources/handler-error.ts'
import { EngineFailure, statusReason } from './status-reason.ts'

/** An error as the SDK throws it for an answer of a service. */
function serviceError(name: string, httpStatusCode: number, more: object = {}) {
  return Object.assign(new Error('It said no.'), { name, $metadata: { httpStatusCode, ...more } })
}

const codeOf = (error: unknown) => /HandlerErrorCode: (\w+)\)$/.exec(statusReason(error, 'token'))?.[1]

t.test('the error of a service gets the handler code of its own code, or else of its status', async t => {
  for (const [name, status, code] of [
    ['AccessDeniedException', 400, 'AccessDenied'],
    ['UnauthorizedOperation', 403, 'AccessDenied'],
    ['EntityAlreadyExistsException', 409, 'AlreadyExists'],
    ['BucketAlreadyOwnedByYou', 409, 'AlreadyExists'],
    ['InvalidGroup.Duplicate', 400, 'AlreadyExists'],
    ['InvalidVpcID.NotFound', 400, 'NotFound'],
    ['NoSuchEntityException', 404, 'NotFound'],
    ['ThrottlingException', 400, 'Throttling'],
    ['TooManyRequestsException', 429, 'Throttling'],
    ['RequestLimitExceeded', 503, 'Throttling'],
    ['AddressLimitExceeded', 400, 'ServiceLimitExceeded'],
    ['DependencyViolation', 400, 'ResourceConflict'],
    ['FileSystemInUse', 409, 'ResourceConflict'],
    ['InvalidParameterValue', 500, 'ServiceInternalError'],
    ['InvalidParameterValue', 400, 'InvalidRequest'],
    ['Something', 500, 'ServiceInternalError'],
    ['Something', 403, 'AccessDenied'],
    ['Something', 404, 'NotFound'],
    ['Something', 400, 'InvalidRequest'],
    ['Something', 409, 'GeneralServiceException'],
  ] as const) {
    t.equal(codeOf(serviceError(name, status)), code, `${name} ${status}`)
  }
})

t.test('errors of a handler, and errors without a service, have codes of their own', async t => {
  const reasonOf = (message: string, code: string) =>
    `Resource handler returned message: "${message}" (RequestToken: token, HandlerErrorCode: ${code})`
  t.equal(statusReason(new HandlerError('NotStabilized', 'late'), 'token'), reasonOf('late', 'NotStabilized'))
  t.equal(statusReason(new Error('a bug'), 'token'), reasonOf('a bug', 'InternalFailure'))
  t.equal(statusReason('no error', 'token'), reasonOf('no error', 'InternalFailure'))
})

t.test('messages of the engine and of IAM are shown unchanged', async t => {
  t.equal(statusReason(new EngineFailure('Embedded stack failed'), 'token'), 'Embedded stack failed')
  t.equal(statusReason(new AwsError('AccessDenied', 'not you', 403), 'token'), 'not you')
})
