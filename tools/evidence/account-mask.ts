/** The account of examples in AWS's own documentation, e.g. in its IAM user guide. It belongs to nobody. */
export const exampleAccountId = '111122223333'

/**
 * Replaces an account by the example account in any text or JSON value. A bundle is published, and the ARNs of all
 * services, the roles and the command line contain the account. The replacement is consistent, so names that belong
 * together still match. The local AWS's own account belongs to nobody, and stays.
 */
export function maskAccount<T>(value: T, accountId: string): T {
  if (accountId === localAccountId) return value
  const masked = JSON.stringify(value).replace(new RegExp(`(?<!\\d)${accountId}(?!\\d)`, 'g'), exampleAccountId)
  return JSON.parse(masked) as T
}

const localAccountId = '000000000000'
