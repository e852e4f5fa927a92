import { CommandError } from './command-error.ts'

/** Turns an error of the AWS SDK into a sentence with a next step. Returns any other error unchanged. */
export function explainAwsError(error: unknown): unknown {
  if (error instanceof CommandError) return error
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    for (const explanation of explanations) {
      if (!explanation.names.test(each.name) && !explanation.names.test(codeOf(each))) continue
      if (explanation.messages && !explanation.messages.test(each.message)) continue
      return new CommandError(explanation.code, explanation.sentence(each), {
        nextStep: explanation.nextStep(),
        cause: error,
      })
    }
  }
  return error
}

interface Explanation {
  readonly names: RegExp
  readonly messages?: RegExp
  readonly code: string
  readonly sentence: (error: Error) => string
  readonly nextStep: () => string
}

// The error codes are those of docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
// docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and, for JSON services,
// docs.aws.amazon.com/lambda/latest/api/CommonErrors.html. The order matters: special cases come first.
const explanations: readonly Explanation[] = [
  {
    names: /./,
    messages: /token (is|has) expired|session (has )?expired|refresh this SSO session|The provided token has expired/i,
    code: 'CREDENTIALS_EXPIRED',
    sentence: () => 'The AWS credentials have expired.',
    nextStep: () =>
      'Sign in again (for example `aws sso login`), or export fresh credentials, and run the command again.',
  },
  {
    names: /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/,
    code: 'CREDENTIALS_EXPIRED',
    sentence: () => 'The AWS credentials have expired.',
    nextStep: () =>
      'Sign in again (for example `aws sso login`), or export fresh credentials, and run the command again.',
  },
  {
    names: /^(CredentialsProviderError|ProviderError|TokenProviderError)$/,
    code: 'NO_CREDENTIALS',
    sentence: () => 'There are no AWS credentials.',
    nextStep: () =>
      'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Without an AWS account: ' +
      '`npm run local` in another terminal, and the exports that it prints.',
  },
  {
    names: /./,
    messages: /^Region is missing/,
    code: 'NO_REGION',
    sentence: () => 'There is no AWS Region.',
    nextStep: () => 'Give --region, or set AWS_REGION or the region of the profile.',
  },
  {
    names:
      /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|SignatureDoesNotMatch|IncompleteSignature|InvalidSignatureException)$/,
    code: 'INVALID_CREDENTIALS',
    sentence: error => `AWS does not accept the credentials: ${error.message}`,
    nextStep: () => 'Check AWS_PROFILE or the keys, and that AWS_ENDPOINT_URL is set only for a local AWS.',
  },
  {
    names: /^(RequestTimeTooSkewed)$/,
    code: 'CLOCK_SKEWED',
    sentence: () => 'The clock of this machine differs from that of AWS by more than AWS accepts.',
    nextStep: () => 'Set the clock and run the command again.',
  },
  {
    names: /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|UnauthorizedException|Forbidden|403)$/,
    code: 'ACCESS_DENIED',
    sentence: error => `AWS refuses the call: ${error.message}`,
    nextStep: () =>
      'Allow that action to the credentials in use (`aws sts get-caller-identity` names them), or give --role-arn a ' +
      'CloudFormation service role that may do it.',
  },
  {
    names:
      /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|TimeoutError|NetworkingError)$/,
    code: 'ENDPOINT_UNREACHABLE',
    sentence: error => `${endpoint()} cannot be reached: ${error.message || codeOf(error)}`,
    nextStep: () =>
      process.env.AWS_ENDPOINT_URL
        ? 'Start the local AWS (`npm run local`) and export the lines that it prints, or unset AWS_ENDPOINT_URL to use AWS.'
        : 'Check the network, a proxy, and that the Region exists.',
  },
  {
    names: /^OperationAborted$/,
    code: 'BUCKET_NAME_BUSY',
    sentence: error => `S3 has not yet freed the name of a bucket that was deleted: ${error.message}`,
    nextStep: () => 'Run the command again in some minutes, or use another --prefix.',
  },
  {
    names: /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|SlowDown)$/,
    code: 'THROTTLED',
    sentence: error => `AWS answers too many requests although each was repeated: ${error.message}`,
    nextStep: () => 'Run the command again in a minute; it continues where it stopped.',
  },
]

function endpoint(): string {
  return process.env.AWS_ENDPOINT_URL ? `The AWS endpoint ${process.env.AWS_ENDPOINT_URL}` : 'AWS'
}

/** The code, or the name, which is the code in errors of AWS. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0])
  return error.name
}
