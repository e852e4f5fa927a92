import { AwsError } from '../../aws-error.ts'

/** The claims of a token about its owner. */
export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly exp: number }

/**
 * Reads a JSON Web Token (RFC 7519).
 *
 * Unlike AWS: the signature is not verified, since that takes the provider's keys from the Internet. Anyone on this
 * machine can make a token here; on AWS only the provider can.
 *
 * @throws AwsError InvalidIdentityToken or ExpiredTokenException, 400
 */
export function readToken(token: string, now: Date): Claims {
  const claims = parsed(token)
  if (claims.exp * 1000 <= now.getTime()) {
    const expired = new Date(claims.exp * 1000).toISOString()
    throw new AwsError(
      'ExpiredTokenException',
      `Token expired: current date/time ${now.toISOString()} must be before the expiration date/time ${expired}`,
    )
  }
  return claims
}

function parsed(token: string): Claims {
  const parts = token.split('.')
  try {
    const claims = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())
    if (parts.length === 3 && typeof claims.iss === 'string' && typeof claims.exp === 'number') return claims
  } catch (cause) {
    throw Object.assign(notAToken(), { cause })
  }
  throw notAToken()
}

function notAToken(): AwsError {
  return new AwsError(
    'InvalidIdentityToken',
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  )
}
