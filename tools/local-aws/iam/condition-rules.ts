import { AwsError } from '../aws-error.ts'
import { isOperator, isOperatorBuilt } from './conditions.ts'
import { isGlobalKeyBuilt } from './global-context.ts'
import type { Refusal } from './parse-policy.ts'
import { listOf } from './policy-document.ts'

/**
 * Checks the syntax of a Condition block. Parts that IAM has and the local AWS lacks are refused by name, since a
 * condition that never holds would silently give a wrong answer.
 *
 * @throws AwsError NotImplemented 501
 */
export function checkConditions(block: unknown, refuse: Refusal): void {
  if (block === undefined) return
  for (const [operator, keys] of entriesOf(block, refuse)) {
    if (!isOperator(operator)) refuse('Syntax errors in policy.')
    if (!isOperatorBuilt(operator)) throw notBuilt(`condition operator ${operator}`)
    for (const [key, values] of entriesOf(keys, refuse)) {
      if (!listOf(values).every(isScalar)) refuse('Syntax errors in policy.')
      if (!key.includes(':')) refuse('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
      if (!isGlobalKeyBuilt(key)) throw notBuilt(`condition key ${key}`)
    }
  }
}

function entriesOf(value: unknown, refuse: Refusal): [string, unknown][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return refuse('Syntax errors in policy.')
  return Object.entries(value)
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function notBuilt(what: string): AwsError {
  return new AwsError('NotImplemented', `The local AWS does not have the ${what}.`, 501)
}
