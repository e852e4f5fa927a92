import { Hash } from '@smithy/core/serde'
import { SignatureV4 } from '@smithy/signature-v4'
import type { LocalAws } from '../../server.ts'

export interface Presigning {
  readonly credentials?: LocalAws['credentials'] & { readonly sessionToken?: string }
  readonly query?: Readonly<Record<string, string>>
  /** Headers that are signed and must be sent. Lower-case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signingDate?: Date
  readonly expiresIn?: number
}

/** Presigns as SDKs do: the path is encoded once, and the body is not signed. Returns a URL of `aws`. */
export async function presignedUrl(
  aws: LocalAws,
  method: string,
  path: string,
  { credentials = aws.credentials, query = {}, headers = {}, ...options }: Presigning = {},
): Promise<URL> {
  const url = new URL(path, aws.endpoint)
  const signer = new SignatureV4({
    credentials,
    region: aws.region,
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })
  const request = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: { ...query },
    headers: { host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers },
  }
  const presigned = await signer.presign(request, {
    expiresIn: 900,
    unsignableHeaders: new Set(['x-amz-content-sha256']),
    unhoistableHeaders: new Set(Object.keys(headers)),
    ...options,
  })
  for (const [name, value] of Object.entries(presigned.query ?? {})) url.searchParams.set(name, String(value))
  return url
}

class Sha256 extends Hash {
  constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
    super('sha256', secret)
  }
}
