import type { Identity } from './identity.ts'
import type { Permission } from './permission.ts'

/** One question that was put to IAM. */
export interface RecordedAction {
  /** The role's ARN, or the caller's own where it is no role. */
  readonly principal: string
  readonly action: string
  readonly resource: string
  readonly allowed: boolean
}

/** What was asked of IAM and how it decided, each different question once. For tests that look at permissions. */
export class ActionRecord {
  readonly #entries = new Map<string, RecordedAction>()

  add(caller: Identity, { action, resource }: Permission, allowed: boolean): void {
    const entry = { principal: caller.roleArn ?? caller.arn, action, resource, allowed }
    this.#entries.set(Object.values(entry).join('\n'), entry)
  }

  /** In the order in which they were first asked. */
  of(principal: string): RecordedAction[] {
    return [...this.#entries.values()].filter(entry => entry.principal === principal)
  }
}
