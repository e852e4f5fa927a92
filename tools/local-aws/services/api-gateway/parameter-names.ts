import { invalidMapping } from './literal-parameters.ts'

/**
 * Refuses names of parameters that a method cannot have.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html and API_PutMethodResponse.html have the patterns.
 *
 * @throws AwsError BadRequestException
 */
export function checkParameterNames(parameters: Readonly<Record<string, boolean>> = {}, pattern: RegExp): void {
  for (const name of Object.keys(parameters))
    if (!pattern.test(name)) throw invalidMapping(`Invalid mapping expression parameter specified: ${name}`)
}

export const requestParameter = /^method\.request\.(querystring|path|header)\..+$/s
export const responseParameter = /^method\.response\.header\..+$/s
