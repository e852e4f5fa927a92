import { type CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation'
import { inOrder } from './event-order.ts'
import { hasEnded, isOfStackItself, nestedStackId, type StackEvent, toStackEvent } from './stack-event.ts'

interface FollowedStack {
  readonly id: string
  readonly path: readonly string[]
  /** Older events belong to an earlier operation. */
  readonly since: Date
  readonly seen: Set<string>
  /** Whether it has reported its end, and its parent no new change of it. */
  settled: boolean
}

/**
 * Reads the events of a stack and of every stack nested in it, each event once. Names stacks by ARN, because
 * CloudFormation knows a stack by name only until it is deleted
 * (docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html).
 */
export class StackEventReader {
  readonly #client: CloudFormationClient
  readonly #stacks = new Map<string, FollowedStack>()
  readonly #rootId: string
  #operationStartedAt: Date | undefined

  constructor(client: CloudFormationClient, rootId: string) {
    this.#client = client
    this.#rootId = rootId
    this.#follow(rootId, [], new Date(0))
  }

  /** Skips the events so far. Call it before an operation starts; otherwise the last operation is read. */
  async skipPast(): Promise<void> {
    const root = this.#stacks.get(this.#rootId)!
    for await (const event of this.#newestFirst(root)) {
      root.seen.add(event.id)
      return
    }
  }

  /**
   * Returns the events since the last call, oldest first, including those of nested stacks. A nested stack that has settled
   * is asked again at the end of the operation, since CloudFormation limits these requests.
   */
  async readNew(): Promise<StackEvent[]> {
    const found: StackEvent[][] = []
    const read = new Set<FollowedStack>()
    for (;;) {
      const unread = [...this.#stacks.values()].filter(stack => !read.has(stack) && this.#mayHaveNew(stack))
      if (unread.length === 0) return inOrder(found)
      found.push(...(await Promise.all(unread.map(stack => this.#unseen(stack)))))
      for (const stack of unread) read.add(stack)
    }
  }

  #mayHaveNew(stack: FollowedStack): boolean {
    return stack.id === this.#rootId || !stack.settled || this.#stacks.get(this.#rootId)!.settled
  }

  async #unseen(stack: FollowedStack): Promise<StackEvent[]> {
    const events: StackEvent[] = []
    for await (const event of this.#newestFirst(stack)) {
      if (stack.seen.has(event.id) || event.at < stack.since) break
      events.unshift(event)
      if (stack.id === this.#rootId && startsOperation(event)) break
    }
    for (const event of events) {
      stack.seen.add(event.id)
      // The root's first event is the oldest of the operation, whatever this machine's clock says.
      this.#operationStartedAt ??= event.at
      if (isOfStackItself(event)) stack.settled = hasEnded(event.status)
      const nested = nestedStackId(event)
      if (!nested) continue
      this.#follow(nested, [...stack.path, event.logicalId], this.#operationStartedAt)
      if (!hasEnded(event.status)) this.#stacks.get(nested)!.settled = false
    }
    return events
  }

  async *#newestFirst(stack: FollowedStack): AsyncGenerator<StackEvent> {
    let NextToken: string | undefined
    do {
      const page = await this.#client.send(new DescribeStackEventsCommand({ StackName: stack.id, NextToken }))
      for (const event of page.StackEvents ?? []) yield toStackEvent(event, stack.path)
      NextToken = page.NextToken
    } while (NextToken)
  }

  #follow(id: string, path: readonly string[], since: Date): void {
    if (!this.#stacks.has(id)) this.#stacks.set(id, { id, path, since, seen: new Set(), settled: false })
  }
}

function startsOperation(event: StackEvent): boolean {
  return isOfStackItself(event) && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.status)
}
