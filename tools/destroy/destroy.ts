import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { connectToAws } from '../command/aws-connection.ts'
import { CommandError } from '../command/command-error.ts'
import { type Progress, silent } from '../command/progress.ts'
import { bucketState } from '../deploy/bucket-state.ts'
import { deploymentMark } from '../deploy/deployment-mark.ts'
import { findStack } from '../deploy/follow-stack.ts'
import { artifactsBucketName, observerName } from '../deploy/names.ts'
import { defaultPrefix, requireValidPrefix } from '../deploy/prefix.ts'
import { requireOurStack } from '../deploy/prepare-stack.ts'
import { resourcesIn, stackTree } from '../deploy/stack-tree.ts'
import { logGroupsOf } from './deployment-log-groups.ts'
import type { Leftover } from './leftover.ts'
import { findLeftovers } from './leftovers.ts'
import { removeLogGroups } from './log-groups.ts'
import { hasObserver, removeObserver } from './observer-function.ts'
import { defaultPace, type Pace } from './pace.ts'
import { attempt, type Removal } from './removal-steps.ts'
import { removeOwnBucket } from './remove-bucket.ts'
import { removeStack } from './remove-stack.ts'
import type { Resource } from './resource.ts'

export interface DestroyOptions {
  readonly prefix?: string
  readonly region?: string
  /** CloudFormation service role that acts in place of the caller. */
  readonly roleArn?: string
  readonly progress?: Progress
  readonly signal?: AbortSignal
  readonly pace?: Pace
  /** Of performance.now(): when it gives up; default after the pace's limit. */
  readonly until?: number
}

export interface Destruction {
  readonly prefix: string
  readonly removed: readonly Resource[]
  /** What is still there although it should not be. */
  readonly leftovers: readonly Leftover[]
  /** What bears a name of the deployment, but was not made by it: it stays. */
  readonly notOurs: readonly Resource[]
  /** What could not be looked for, with the reason. */
  readonly unchecked: readonly string[]
  /** What steps stumbled over; those after them were taken all the same. */
  readonly failures: readonly Error[]
}

/**
 * Removes everything of a deployment, then looks whether anything is left, also when a step failed or the time is over.
 * It can be interrupted and run again: each step removes what it finds.
 */
export async function destroy(options: DestroyOptions = {}): Promise<Destruction> {
  const { progress = silent, signal, pace = defaultPace } = options
  requireValidPrefix(options.prefix)
  const until = options.until ?? performance.now() + pace.limitMs
  using connection = await connectToAws(options)
  const { prefix = defaultPrefix(connection) } = options
  const where = connection.endpoint === undefined ? '' : `, endpoint ${connection.endpoint}`
  progress.step(`Account ${connection.accountId}, Region ${connection.region}${where}`)
  const removed: Resource[] = []
  const failures: Error[] = []
  const { roleArn } = options
  const removal: Removal = { connection, prefix, roleArn, progress, pace, until, removed, failures, signal }

  const client = connection.clients.get(CloudFormationClient)
  const stack = await findStack(client, prefix)
  if (stack && stack.StackStatus !== 'REVIEW_IN_PROGRESS') requireOurStack(stack)
  const tree = stack ? resourcesIn(await stackTree(client, stack.StackId!)) : []
  const artifacts = new ArtifactsBucket(removal)
  await attempt(removal, 'Artifacts bucket', () => artifacts.look())
  // First, because it holds the network interfaces without which the stack's subnets can be deleted.
  const observed = await attempt(removal, `Function ${observerName(prefix)}`, () => removeLeftObserver(removal))
  const logGroups = logGroupsOf(prefix, stack, { tree, hasObserver: observed ?? false })
  if (!stack) progress.step(`There is no stack ${prefix}`)
  const stackStays = stack ? await removeStack(stack, tree, removal) : ''

  const now = await attempt(removal, `Stack ${prefix}`, async () => ({
    stack: await findStack(client, prefix),
  }))
  if (now?.stack && now.stack.StackId !== stack?.StackId) return deployedAgain(removal)
  // After the stack, because a deployment that is interrupted and repeated needs the artifacts until it is gone, and
  // because logs that arrive late bring their groups back.
  if (now && !now.stack) {
    if ((await attempt(removal, 'Artifacts bucket', () => artifacts.remove())) === 'in use')
      return deployedAgain(removal)
    await attempt(removal, 'Log groups', async () => {
      for (const id of await removeLogGroups(connection, logGroups)) removed.push({ type: 'AWS::Logs::LogGroup', id })
    })
  }

  progress.step('Verifying that nothing is left')
  const { found, notOurs, unchecked } = await findLeftovers(connection, prefix, logGroups)
  for (const refusal of unchecked) progress.notice(`Could not look for ${refusal}`)
  const leftovers = found.map(one =>
    one.type === 'AWS::CloudFormation::Stack' && stackStays ? { ...one, note: stackStays } : one,
  )
  return { prefix, removed, leftovers, notOurs, unchecked, failures }
}

async function removeLeftObserver({ connection, prefix, progress, removed }: Removal): Promise<boolean> {
  if (!(await hasObserver(connection, prefix))) return false
  progress.step(`Deleting function ${observerName(prefix)}, which a verification has left`)
  await removeObserver(connection, prefix)
  removed.push({ type: 'AWS::Lambda::Function', id: observerName(prefix) })
  return true
}

/** What is found now belongs to a deployment that lives: neither removed nor called a leftover. */
function deployedAgain({ prefix, removed, failures }: Removal): Destruction {
  const again = new CommandError('DEPLOYED_AGAIN', `${prefix} was deployed again meanwhile: what is there now stays.`, {
    nextStep: 'Run the command again if that deployment shall go too.',
  })
  return { prefix, removed, leftovers: [], notOurs: [], unchecked: [], failures: [...failures, again] }
}

/** The bucket, as it was when the removal began. */
class ArtifactsBucket {
  readonly #removal: Removal
  readonly #name: string
  readonly #s3: S3Client
  #mark: string | 'not looked' | undefined = 'not looked'

  constructor(removal: Removal) {
    this.#removal = removal
    this.#name = artifactsBucketName(removal.prefix, removal.connection)
    this.#s3 = removal.connection.clients.get(S3Client)
  }

  async look(): Promise<void> {
    this.#mark = await this.#readMark()
  }

  /** Unless a deployment began since, of which CloudFormation may not have the stack yet. */
  async remove(): Promise<'gone' | 'in use'> {
    if (!(await this.#isOurs())) return 'gone'
    const mark = await this.#readMark()
    if (mark !== undefined && mark !== this.#mark && this.#mark !== 'not looked') return 'in use'
    await removeOwnBucket(this.#s3, this.#name, this.#removal)
    return 'gone'
  }

  async #readMark(): Promise<string | undefined> {
    const { accountId } = this.#removal.connection
    return (await this.#isOurs()) ? deploymentMark(this.#s3, this.#name, accountId) : undefined
  }

  async #isOurs(): Promise<boolean> {
    const { connection, prefix } = this.#removal
    return (await bucketState(this.#s3, this.#name, { ...connection, prefix })) === 'ours'
  }
}
