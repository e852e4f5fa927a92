import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import { resourcesIn, stackTree } from '../stack/stack-tree.ts'
import type { ExpectedLogGroups } from './expected-log-groups.ts'
import { type Leftover, toLeftovers } from './leftover.ts'
import type { Resource } from './resource.ts'
import { existingTaggedResources } from './tagged-resources.ts'
import type { Found, Search, VpcSearch } from './types/removable-type.ts'
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
  logGroups: ExpectedLogGroups,
): Promise<Leftovers> {
  const search: Search = { connection, prefix, logGroups }
  const unchecked: string[] = []
  const permitted = async (what: string, find: () => Promise<readonly Found[]>): Promise<readonly Found[]> => {
    try {
      return await find()
    } catch (error) {
      unchecked.push(`${what}: ${refusalOf(error)}`)
      return []
    }
  }
  const others: Resource[] = []
  const byName = await Promise.all(
    removableTypes.map(({ type, findByName }) =>
      permitted(type, async () => {
        const all = ((await findByName?.(search)) ?? []).map(sighting => ({ type, ...sighting }))
        others.push(...all.filter(one => !one.ours).map(({ id }) => ({ type, id })))
        return all.filter(one => one.ours).map(({ ours: _, ...one }) => one)
      }),
    ),
  )
  const own = withoutNested(
    [
      ...byName.flat(),
      ...(await permitted('resources by tag', () => existingTaggedResources(connection, prefix))),
      ...(await permitted('the rest of the stack', () => foundInStack(search, byName.flat()))),
    ],
    prefix,
  )
  const notOurs = others.filter(({ type, id }) => !own.some(one => one.type === type && one.id === id))
  const around: Found[] = []
  for (const { type, id } of own) {
    const before = removableType(type)?.before
    if (before) around.push(...(await permitted(`${before.what} ${id}`, () => before.find(connection, id))))
    const vpcSearch = { connection, prefix, vpcId: id }
    if (type === vpc.type) around.push(...(await permitted(`the content of ${id}`, () => foundInVpc(vpcSearch))))
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

/** Finds everything that prevents the deletion of a VPC. The note says whether this deployment made it. */
async function foundInVpc(search: VpcSearch): Promise<Found[]> {
  const note = `not made by this deployment, but in its VPC ${search.vpcId}`
  const all: Found[] = []
  for (const { type, findInVpc } of removableTypes) {
    const sightings = (await findInVpc?.(search)) ?? []
    all.push(...sightings.map(({ ours, ...found }) => ({ type, ...(!ours && { note }), ...found })))
  }
  return all
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
