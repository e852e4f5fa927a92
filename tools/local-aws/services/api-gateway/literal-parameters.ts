import { validateHeaderName, validateHeaderValue } from 'node:http'
import { AwsError } from '../../aws-error.ts'

/**
 * Accepts header mappings that are constants (`"'*'"`). Mappings from the request or response are refused by name.
 *
 * @throws AwsError BadRequestException for an invalid mapping, or one that gives an invalid header
 */
export function checkLiteralParameters(parameters: Record<string, string> | undefined): void {
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const header = /^(?:gatewayresponse|method\.response)\.header\.(.+)$/s.exec(name)?.[1]
    // Words: https://github.com/amazon-archives/aws-apigateway-importer/issues/209
    if (!header || !isValid(() => validateHeaderName(header))) {
      throw invalidMapping(`Invalid mapping expression parameter specified: ${name}`)
    }
    const constant = /^'([^']*)'$/.exec(value)?.[1]
    if (constant === undefined && /^(?:method\.request|integration\.response|context|stageVariables)\./.test(value)) {
      throw new AwsError('NotImplemented', `The local AWS maps only constants to ${name}, not ${value}.`, 501)
    }
    // Words: https://github.com/awsdocs/amazon-api-gateway-developer-guide/issues/7
    if (constant === undefined || !isValid(() => validateHeaderValue(header, constant))) {
      throw invalidMapping(`Invalid mapping expression specified: ${value}`)
    }
  }
}

function isValid(check: () => void): boolean {
  try {
    check()
    return true
  } catch {
    // The exception means that the check failed.
    return false
  }
}

export function invalidMapping(error: string): AwsError {
  const result = `Validation Result: warnings : [], errors : [${error}]`
  return new AwsError('BadRequestException', `Invalid mapping expression specified: ${result}`)
}
