import { Hash } from '@smithy/core/serde'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsConnection } from '../command/aws-connection.ts'
import { ApiClient, type CallToSign } from './api-client.ts'

/** A stack's API, as the stack's outputs describe it. */
export interface DeployedApi {
  /** The base address: append /ingest or /predict. */
  readonly apiUrl: string
  readonly region: string
  readonly outputs: Readonly<Record<string, string>>
}

/** The authorization that the API asks of its callers. */
export type ApiAuthorization = 'NONE' | 'AWS_IAM'

/** A stack from before November 2026 has no such output, and its API is open. */
export function apiAuthorization({ outputs }: Pick<DeployedApi, 'outputs'>): ApiAuthorization {
  return outputs.ApiAuthorization === 'AWS_IAM' ? 'AWS_IAM' : 'NONE'
}

/** A client that signs its calls with the connection's credentials if the API asks for it. */
export function openApi(api: DeployedApi, connection: Pick<AwsConnection, 'credentials'>): ApiClient {
  const sign = callSigner(api, connection)
  return new ApiClient(api.apiUrl, sign && { sign })
}

/**
 * Returns the function that signs a call of the API, or `undefined` if the API is open. Its result has the call's headers
 * and those of the signature.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-use-postman-to-call-api.html
 */
export function callSigner(
  api: DeployedApi,
  { credentials }: Pick<AwsConnection, 'credentials'>,
): ((call: CallToSign) => Promise<Record<string, string>>) | undefined {
  if (apiAuthorization(api) === 'NONE') return undefined
  const signer = new SignatureV4({
    credentials,
    region: api.region,
    service: 'execute-api',
    sha256: Sha256,
    applyChecksum: false,
  })
  return async ({ method, url, headers, body }) => {
    const { protocol, hostname, host, pathname: path, searchParams } = new URL(url)
    const query = Object.fromEntries([...searchParams.keys()].map(name => [name, searchParams.getAll(name)]))
    const request = { method, protocol, hostname, path, query, headers: { ...headers, host }, body }
    // The HTTP client writes the same host.
    const { host: _, ...signed } = (await signer.sign(request)).headers
    return signed
  }
}

class Sha256 extends Hash {
  constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
    super('sha256', secret)
  }
}
