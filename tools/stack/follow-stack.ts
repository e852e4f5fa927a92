import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation'
import { CommandError } from '../command/command-error.ts'
import { pauseBetweenPolls } from '../command/pause.ts'
import type { Progress } from '../command/progress.ts'
import { elapsed } from '../command/elapsed.ts'
import { findStack } from './find-stack.ts'
import { eventLine, hasEnded, isOfStackItself, resourcePath, type StackEvent } from './stack-event.ts'
import type { StackEventReader } from './stack-event-reader.ts'
import { StackProgress } from './stack-progress.ts'

export interface FollowedOperation {
  readonly status: string
  /** Undefined when the stack is gone and CloudFormation no longer describes it. */
  readonly stack: Stack | undefined
  readonly events: readonly StackEvent[]
}

export interface Following {
  readonly progress: Progress
  readonly signal?: AbortSignal
  /**
   * After this time without an event, the user learns what is awaited; then again after five times as long, and so on.
   */
  readonly quietMs?: number
  /** Explains why these open resources take long, if the caller knows more than the events say. */
  readonly explain?: (open: readonly StackEvent[]) => Promise<string | undefined>
  /**
   * The time after which following ends, while CloudFormation continues. Default 100 minutes, less than the 110 of the
   * workflows' jobs.
   */
  readonly limitMs?: number
  /** Receives the events as they come, so the caller has them even if following ends in an error. */
  readonly onEvents?: (events: readonly StackEvent[]) => void
}

const defaultLimitMs = 100 * 60_000

/** Prints the events of a running operation as they come, until the stack stops changing. */
export async function followStack(
  client: CloudFormationClient,
  stackId: string,
  reader: StackEventReader,
  {
    progress,
    signal,
    quietMs = 60_000,
    explain = explainByEvents,
    limitMs = defaultLimitMs,
    onEvents = () => {},
  }: Following,
): Promise<FollowedOperation> {
  const startedAt = performance.now()
  const events: StackEvent[] = []
  const inBrief = new StackProgress()
  const readEvents = async () => {
    const fresh = await reader.readNew()
    for (const event of fresh.filter(isOwnEvent)) {
      const line = inBrief.lineOf(event)
      if (!progress.brief) progress.detail(eventLine(event))
      else if (line !== undefined) progress.detail(line)
    }
    events.push(...fresh)
    onEvents(fresh)
    return fresh.length
  }
  let reportAt = startedAt + quietMs
  for (;;) {
    if ((await readEvents()) > 0) reportAt = performance.now() + quietMs
    const stack = await findStack(client, stackId)
    const status = stack?.StackStatus ?? 'DELETE_COMPLETE'
    // Until the operation's own events report its end, DescribeStacks may still answer with the end of the previous
    // one.
    if (hasEnded(status) && (status === 'DELETE_COMPLETE' || events.some(endsOperation))) {
      await readEvents()
      progress.status('')
      return { status, stack, events }
    }
    progress.status(`${status}, ${elapsed(startedAt)}: ${inBrief.now}`)
    if (performance.now() > reportAt) {
      const open = openResources(events)
      const why = await explain(open)
      progress.detail(`${elapsed(startedAt)}: waiting for ${namesOf(open)}${why ? `; ${why}` : ''}`)
      reportAt = performance.now() + 5 * quietMs
    }
    if (performance.now() - startedAt > limitMs) {
      throw new CommandError(
        'STACK_TAKES_LONG',
        `After ${elapsed(startedAt)} stack ${stack!.StackName} is still ${status}.`,
        {
          nextStep: 'CloudFormation keeps working. Run the command again later; it resumes.',
        },
      )
    }
    await pauseBetweenPolls(startedAt, signal)
  }
}

// Skips the events of a parent about a nested stack, because that stack reports them itself.
function isOwnEvent(event: StackEvent): boolean {
  return event.path.length === 0 || !isOfStackItself(event)
}

function endsOperation(event: StackEvent): boolean {
  return isOfStackItself(event) && event.path.length === 0 && hasEnded(event.status)
}

/** Returns the last events of resources in progress or, if there are none, of stacks in progress. */
function openResources(events: readonly StackEvent[]): StackEvent[] {
  const last = new Map(events.map(event => [resourcePath(event), event]))
  const open = [...last.values()].filter(event => !hasEnded(event.status))
  const resources = open.filter(event => event.type !== 'AWS::CloudFormation::Stack')
  return resources.length > 0 ? resources : open
}

function namesOf(open: readonly StackEvent[]): string {
  return open.map(event => `${resourcePath(event)} (${event.type}, ${event.status})`).join(', ') || 'CloudFormation'
}

async function explainByEvents(open: readonly StackEvent[]): Promise<string | undefined> {
  if (!open.some(awaitsInterfaces)) return undefined
  return 'AWS frees the network interfaces of functions only some time after them, up to 45 minutes'
}

/** Whether this is a deletion that waits for network interfaces of functions. */
export function awaitsInterfaces({ status, type }: StackEvent): boolean {
  return status === 'DELETE_IN_PROGRESS' && holdsInterfaces.has(type)
}

// Sources: github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/392 and
// serverless/serverless/issues/5008.
const holdsInterfaces = new Set(['AWS::Lambda::Function', 'AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup'])
