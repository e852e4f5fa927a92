import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { connectToAws } from '../command/aws-connection.ts'
import { CommandError } from '../command/command-error.ts'
import { type Progress, silent } from '../command/progress.ts'
import { bucketState } from '../deploy/bucket-state.ts'
import { deploymentMark } from '../deploy/deployment-mark.ts'
import { artifactsBucketName, observerName } from '../deploy/names.ts'
import { defaultPrefix, requireValidPrefix } from '../deploy/prefix.ts'
import { findStack, requireOurStack } from '../stack/find-stack.ts'
import { resourcesIn, stackTree } from '../stack/stack-tree.ts'
import { attempt, type Removal } from './attempt.ts'
import { expectedLogGroups } from './expected-log-groups.ts'
import { findLeftovers } from './find-leftovers.ts'
import type { Leftover } from './leftover.ts'
import { removeLogGroups } from './log-groups.ts'
import { hasObserver, removeObserver } from './observer-removal.ts'
import { defaultPace, type Pace } from './pace.ts'
import { removeOwnBucket } from './remove-bucket.ts'
import { removeStack } from './remove-stack.ts'
import type { Resource } from './resource.ts'

export interface DestroyOptions {
  readonly prefix?: string
  readonly region?: string
  /** A CloudFormation service role that acts in place of the caller. */
  readonly roleArn?: string
  readonly progress?: Progress
  readonly signal?: AbortSignal
  readonly pace?: Pace
  /** The time limit, on the clock of performance.now(). Default: after the limit of the pace. */
  readonly until?: number
}

export interface Destruction {
  readonly prefix: string
  readonly removed: readonly Resource[]
  /** Resources that still exist although they should not. */
  readonly leftovers: readonly Leftover[]
  /** Resources with a name of the deployment that it did not make. They are kept. */
  readonly notOurs: readonly Resource[]
  /** Searches that were not possible, with the reason. */
  readonly unchecked: readonly string[]
  /** The errors of failed steps. The later steps still ran. */
  readonly failures: readonly Error[]
}

/**
 * Removes everything of a deployment, then searches for leftovers, also after a failed step or the time limit. It can
 * be interrupted and run again: each step removes whatever exists.
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
  if (stack) requireOurStack(stack)
  const tree = stack ? resourcesIn(await stackTree(client, stack.StackId!)) : []
  const artifacts = new ArtifactsBucket(removal)
  await attempt(removal, 'Artifacts bucket', () => artifacts.recordMark())
  // This comes first: the function keeps the network interfaces, and with them the stack's subnets.
  const observed = await attempt(removal, `Function ${observerName(prefix)}`, () => removeLeftObserver(removal))
  const logGroups = expectedLogGroups(prefix, stack, { tree, hasObserver: observed ?? false })
  if (!stack) progress.step(`There is no stack ${prefix}`)
  const stackStays = stack ? await removeStack(stack, tree, removal) : ''

  const now = await attempt(removal, `Stack ${prefix}`, async () => ({
    stack: await findStack(client, prefix),
  }))
  if (now?.stack && now.stack.StackId !== stack?.StackId) return deployedAgain(removal)
  // This comes after the stack: an interrupted and repeated deployment needs the artifacts until the stack is gone, and
  // late logs create their groups again.
  if (now && !now.stack) {
    if ((await attempt(removal, 'Artifacts bucket', () => artifacts.remove())) === 'in use')
      return deployedAgain(removal)
    await attempt(removal, 'Log groups', async () => {
      for (const id of await removeLogGroups(connection, logGroups)) removed.push({ type: 'AWS::Logs::LogGroup', id })
    })
  }

  progress.step('Verifying that nothing is left')
  const { found, notOurs, unchecked } = await findLeftovers(connection, prefix, logGroups)
  for (const refusal of unchecked) progress.notice(`Could not search for ${refusal}`)
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

/** Everything that exists now belongs to a new deployment. It is neither removed nor called a leftover. */
function deployedAgain({ prefix, removed, failures }: Removal): Destruction {
  const again = new CommandError(
    'DEPLOYED_AGAIN',
    `${prefix} was deployed again meanwhile. The new deployment is kept.`,
    {
      nextStep: 'Run the command again to remove that deployment too.',
    },
  )
  return { prefix, removed, leftovers: [], notOurs: [], unchecked: [], failures: [...failures, again] }
}

/** The bucket at the beginning of the removal. */
class ArtifactsBucket {
  readonly #removal: Removal
  readonly #name: string
  readonly #s3: S3Client
  #mark: string | 'not read' | undefined = 'not read'

  constructor(removal: Removal) {
    this.#removal = removal
    this.#name = artifactsBucketName(removal.prefix, removal.connection)
    this.#s3 = removal.connection.clients.get(S3Client)
  }

  async recordMark(): Promise<void> {
    this.#mark = await this.#readMark()
  }

  /** Removes the bucket, unless a deployment began since. CloudFormation may not have its stack yet. */
  async remove(): Promise<'gone' | 'in use'> {
    if (!(await this.#isOurs())) return 'gone'
    const mark = await this.#readMark()
    if (mark !== undefined && mark !== this.#mark && this.#mark !== 'not read') return 'in use'
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
