import { randomUUID } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import type { ChangeSet } from './change-set.ts'
import type { StackUpdate } from './engine/update-stack.ts'
import { Exports } from './exports.ts'
import type { Account } from './operation.ts'
import { resourceTypes } from './resources/registry.ts'
import type { ResourceType } from './resources/resource-type.ts'
import { isDeleted, type Stack } from './stack.ts'

interface RunningWork {
  readonly cancellation: AbortController
  done: Promise<void>
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const maxStacks = 2000
/** AWS's own limit is not documented. */
const maxNesting = 10

/** The stacks and change sets of the account, and their running operations. */
export class CloudFormationState {
  readonly account: Account
  /** Every stack, oldest first. A deleted one can still be described by its id. */
  readonly stacks: Stack[] = []
  readonly changeSets: ChangeSet[] = []
  readonly exports = new Exports(() => this.stacks)
  /** Updates with a failed rollback, for ContinueUpdateRollback, by stack id. */
  readonly failedRollbacks = new Map<string, StackUpdate>()
  readonly #closing = new AbortController()
  readonly #running = new Map<string, RunningWork>()
  #resourceTypes: ReadonlyMap<string, ResourceType>

  constructor(account: Account, types: ReadonlyMap<string, ResourceType> = resourceTypes) {
    this.account = account
    this.#resourceTypes = types
  }

  /** Adds a resource type. Tests of the engine add types that fail, hang or count. */
  register(type: ResourceType): void {
    this.#resourceTypes = new Map([...this.#resourceTypes, [type.typeName, type]])
  }

  resourceType(typeName: string): ResourceType {
    const type = this.#resourceTypes.get(typeName)
    if (!type)
      throw new AwsError('ValidationError', `Template format error: Unrecognized resource types: [${typeName}]`)
    return type
  }

  hasResourceType(typeName: string): boolean {
    return this.#resourceTypes.has(typeName)
  }

  /** Finds a stack by name, which a deleted stack has lost, or by id, which it keeps. */
  find(nameOrId: string): Stack | undefined {
    return this.stacks.find(({ stackId }) => stackId === nameOrId) ?? this.findByName(nameOrId)
  }

  findByName(name: string): Stack | undefined {
    return this.stacks.find(stack => stack.stackName === name && !isDeleted(stack))
  }

  /** The ARN by which IAM knows a stack of this name, with any id. */
  stackArn(stackName: string): string {
    return this.findByName(stackName)?.stackId ?? this.account.arn('cloudformation', `stack/${stackName}/*`)
  }

  /** Finds a nested stack that a change set of its parent has announced and that is now to be created. */
  reservedFor(parent: Stack, logicalId: string): Stack | undefined {
    return this.stacks.find(
      stack =>
        stack.parentId === parent.stackId &&
        stack.logicalIdInParent === logicalId &&
        stack.status === 'REVIEW_IN_PROGRESS',
    )
  }

  /** Adds a new stack. @throws AwsError as `checkRoomFor` */
  add(stack: Stack): void {
    this.checkRoomFor(stack)
    this.stacks.push(stack)
  }

  /**
   * Checks the limits. Without them a template that nests itself would never end.
   *
   * @throws AwsError LimitExceededException, NotImplemented
   */
  checkRoomFor(stack: Stack): void {
    let depth = 0
    for (let outer = stack.parentId; outer !== undefined; outer = this.find(outer)?.parentId) depth += 1
    if (depth > maxNesting) {
      throw new AwsError('NotImplemented', `The local AWS does not have more than ${maxNesting} levels of stacks.`, 501)
    }
    if (this.stacks.filter(one => !isDeleted(one)).length >= maxStacks) {
      throw new AwsError('LimitExceededException', `Limit for stacks, ${maxStacks}, has been exceeded.`)
    }
  }

  newStackId(stackName: string): string {
    return this.account.arn('cloudformation', `stack/${stackName}/${randomUUID()}`)
  }

  get closed(): boolean {
    return this.#closing.signal.aborted
  }

  /** Aborted when the local AWS closes. */
  get signal(): AbortSignal {
    return this.#closing.signal
  }

  /**
   * Starts work that continues after the operation's answer; the works of one stack run one after the other. It begins
   * at once, so that the stack's status has changed when the operation answers, unless earlier work is still ending.
   */
  start(stack: Stack, work: (signal: AbortSignal) => Promise<unknown>): void {
    const earlier = this.#running.get(stack.stackId)
    const cancellation = new AbortController()
    const begin = () => work(AbortSignal.any([cancellation.signal, this.signal]))
    const current: RunningWork = { cancellation, done: (earlier ? earlier.done.then(begin) : begin()).then(() => {}) }
    this.#running.set(stack.stackId, current)
    current.done = current.done
      .catch(error => this.account.settings.diagnose(`cloudformation: ${stack.stackName}: ${error?.stack ?? error}`))
      .finally(() => {
        if (this.#running.get(stack.stackId) === current) this.#running.delete(stack.stackId)
      })
  }

  /** Resolves when no work for the stack is running any more. */
  async settled(nameOrId: string): Promise<void> {
    const stackId = this.find(nameOrId)?.stackId ?? nameOrId
    for (let work = this.#running.get(stackId); work; work = this.#running.get(stackId)) await work.done
  }

  /** Ends the stack's running work at its current step. */
  cancel(stack: Stack): void {
    this.#running.get(stack.stackId)?.cancellation.abort()
  }

  changeSetsOf(stack: Stack): ChangeSet[] {
    return this.changeSets.filter(changeSet => changeSet.stack === stack)
  }

  /**
   * "In an OBSOLETE state because the stack was already updated":
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
   */
  outdateChangeSets(stack: Stack): void {
    const outdated = this.changeSetsOf(stack).filter(({ executionStatus }) => executionStatus === 'AVAILABLE')
    for (const changeSet of outdated) {
      changeSet.executionStatus = 'OBSOLETE'
      const nested = this.changeSets.filter(({ rootChangeSetId }) => rootChangeSetId === changeSet.changeSetId)
      for (const one of nested) one.executionStatus = 'OBSOLETE'
    }
  }

  /** Removes a change set with its nested change sets and the nested stacks that were only announced. */
  dropChangeSet(changeSet: ChangeSet): void {
    this.changeSets.splice(this.changeSets.indexOf(changeSet), 1)
    for (const nested of this.changeSets.filter(other => other.parentChangeSetId === changeSet.changeSetId)) {
      this.dropChangeSet(nested)
      if (nested.stack.status === 'REVIEW_IN_PROGRESS') this.stacks.splice(this.stacks.indexOf(nested.stack), 1)
    }
  }

  /** Stops all running work, without a rollback, and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#running.values()].map(({ done }) => done))
  }
}
