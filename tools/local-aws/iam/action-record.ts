import type { Identity } from './identity.ts'
import type { Permission } from './permission.ts'

/** One question to IAM. */
export interface RecordedAction {
  /** The role's ARN, or the caller's own if it is no role. */
  readonly principal: string
  readonly action: string
  readonly resource: string
  readonly allowed: boolean
}

/** The questions to IAM and its decisions, each different question once. For tests of permissions. */
export class ActionRecord {
  readonly #entries = new Map<string, RecordedAction>()

  add(caller: Identity, { action, resource }: Permission, allowed: boolean): void {
    const entry = { principal: caller.roleArn ?? caller.arn, action, resource, allowed }
    this.#entries.set(Object.values(entry).join('\n'), entry)
  }

  /** The questions in the order in which they were first asked. */
  of(principal: string): RecordedAction[] {
    return [...this.#entries.values()].filter(entry => entry.principal === principal)
  }
}
