/** The account that AWS's own documentation uses in examples, e.g. in its IAM user guide: nobody's. */
export const exampleAccountId = '111122223333'

/**
 * Puts the example account in place of another, in any text or JSON value: a bundle is published, and ARNs of all
 * services, the roles and the command line have the account in them. Consistently, so that names that belong together
 * still do. The local AWS's own account is nobody's already, and stays.
 */
export function maskAccount<T>(value: T, accountId: string): T {
  if (accountId === localAccountId) return value
  const masked = JSON.stringify(value).replace(new RegExp(`(?<!\\d)${accountId}(?!\\d)`, 'g'), exampleAccountId)
  return JSON.parse(masked) as T
}

const localAccountId = '000000000000'
