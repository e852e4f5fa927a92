import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import { resourcesIn, stackTree } from '../stack/stack-tree.ts'
import type { DeploymentLogGroups } from './deployment-log-groups.ts'
import { inTheVpc } from './in-the-vpc.ts'
import { type Leftover, toLeftovers } from './leftover.ts'
import type { Resource } from './resource.ts'
import { taggedAndThere } from './tagged-and-there.ts'
import type { Found, Search } from './types/removable-type.ts'
import { removableType, removableTypes } from './types/removable-types.ts'
import { stack } from './types/stack.ts'
import { vpc } from './types/vpc.ts'

export interface Leftovers {
  readonly found: readonly Leftover[]
  /** Resources with a name of the deployment that do not belong to it. */
  readonly notOurs: readonly Resource[]
  /** Searches that the credentials do not allow, each with the refusal. */
  readonly unchecked: readonly string[]
}

/** Searches for everything of a deployment by name and by tag, independently of the reports of its removal. */
export async function findLeftovers(
  connection: AwsConnection,
  prefix: string,
  logGroups: DeploymentLogGroups,
): Promise<Leftovers> {
  const search: Search = { connection, prefix, logGroups }
  const unchecked: string[] = []
  const looked = async (what: string, look: () => Promise<readonly Found[]>): Promise<readonly Found[]> => {
    try {
      return await look()
    } catch (error) {
      unchecked.push(`${what}: ${refusalOf(error)}`)
      return []
    }
  }
  const others: Resource[] = []
  const byName = await Promise.all(
    removableTypes.map(({ type, findByName }) =>
      looked(type, async () => {
        const all = ((await findByName?.(search)) ?? []).map(sighting => ({ type, ...sighting }))
        others.push(...all.filter(one => !one.ours).map(({ id }) => ({ type, id })))
        return all.filter(one => one.ours).map(({ ours: _, ...one }) => one)
      }),
    ),
  )
  const own = withoutNested(
    [
      ...byName.flat(),
      ...(await looked('resources by tag', () => taggedAndThere(connection, prefix))),
      ...(await looked('what is left of the stack', () => foundInStack(search, byName.flat()))),
    ],
    prefix,
  )
  const notOurs = others.filter(({ type, id }) => !own.some(one => one.type === type && one.id === id))
  const around: Found[] = []
  for (const { type, id } of own) {
    const before = removableType(type)?.before
    if (before) around.push(...(await looked(`${before.what} ${id}`, () => before.find(connection, id))))
    const vpcSearch = { connection, prefix, vpcId: id }
    if (type === vpc.type) around.push(...(await looked(`what is in ${id}`, () => inTheVpc(vpcSearch))))
  }
  return { found: toLeftovers([...own, ...around], connection.region), notOurs, unchecked }
}

async function foundInStack({ connection, prefix }: Search, byName: readonly Found[]): Promise<Found[]> {
  if (!byName.some(({ type, id }) => type === stack.type && id === prefix)) return []
  const found: Found[] = []
  const tree = await stackTree(connection.clients.get(CloudFormationClient), prefix)
  for (const { type, id } of resourcesIn(tree)) {
    const isThere = type === stack.type ? undefined : removableType(type)?.isThere
    if (await isThere?.(connection, id)) found.push({ type, id })
  }
  return found
}

/** The reason why AWS refuses a search. @throws an error that is not from AWS, and an interruption */
function refusalOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') throw error
  const explained = explainAwsError(error)
  if (explained instanceof CommandError) return explained.message
  if (error instanceof Error && '$metadata' in error) return error.message
  throw error
}

/** Leaves out nested stacks: only the stack around them can delete them. */
function withoutNested(found: readonly Found[], prefix: string): Found[] {
  const isStack = ({ type }: Found) => type === stack.type
  const hasRoot = found.some(one => isStack(one) && one.id === prefix)
  return found.filter(one => !isStack(one) || one.id === prefix || !hasRoot)
}
