import { readFileSync } from 'node:fs'

/** Replaces a policy's placeholders. */
export interface PolicyTarget {
  readonly accountId: string
  readonly region: string
  readonly prefix: string
  /** `aws`, `aws-cn` … */
  readonly partition?: string
}

export interface DeployPolicy {
  readonly Version: string
  readonly Statement: readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Fills in docs/permissions/deploy-policy.json, the permissions of a deployer, for one deployment. */
export function deployPolicy(target: PolicyTarget): DeployPolicy {
  const file = new URL('../../docs/permissions/deploy-policy.json', import.meta.url)
  const filled = readFileSync(file, 'utf8')
    .replaceAll('ACCOUNT_ID', target.accountId)
    .replaceAll('REGION', target.region)
    .replaceAll('PREFIX', target.prefix)
    .replaceAll('arn:aws:', `arn:${target.partition ?? 'aws'}:`)
  return JSON.parse(filled) as DeployPolicy
}
