import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../command/aws-connection.ts'
import { inTheVpc } from './in-the-vpc.ts'
import type { DeploymentLogGroups } from './deployment-log-groups.ts'
import { type Found, type Leftover, toLeftovers } from './leftover.ts'
import { removableTypes } from './removal-commands.ts'
import { resourceOfArn } from './resource-arn.ts'
import { bucketVersions, mountTargetsOf, rolePolicies } from './removal-details.ts'
import type { Removed } from './removed.ts'
import { refusalOf, type Search } from './search.ts'
import { searchesByName } from './search-by-name.ts'
import { stackTree } from './stack-tree.ts'
import { isStillThere } from './still-there.ts'
import { taggedResources } from './tagged-resources.ts'

export interface Leftovers {
  readonly found: readonly Leftover[]
  /** What is called as something of the deployment, but does not belong to it. */
  readonly notOurs: readonly Removed[]
  /** What the credentials may not look at, each with the refusal. */
  readonly unchecked: readonly string[]
}

/** Looks for everything of a deployment by name and by tag, not trusting what was said about its removal. */
export async function findLeftovers(
  connection: AwsConnection,
  prefix: string,
  logGroups: DeploymentLogGroups,
  signal?: AbortSignal,
): Promise<Leftovers> {
  const search: Search = { connection, prefix, logGroups, signal }
  const unchecked: string[] = []
  const looked = async (what: string, look: () => Promise<Found[]>): Promise<Found[]> => {
    try {
      return await look()
    } catch (error) {
      unchecked.push(`${what}: ${refusalOf(error)}`)
      return []
    }
  }
  const others: Removed[] = []
  const byName = await Promise.all(
    Object.entries(searchesByName).map(([type, find]) =>
      looked(type, async () => {
        const all = (await find(search)).map(sighting => ({ type, ...sighting }))
        others.push(...all.filter(one => !one.ours).map(({ id }) => ({ type, id })))
        return all.filter(one => one.ours).map(({ ours: _, ...one }) => one)
      }),
    ),
  )
  const own = withoutNested(
    [
      ...byName.flat(),
      ...(await looked('resources by tag', () => foundByTag(search))),
      ...(await looked('what is left of the stack', () => foundInStack(search, byName.flat()))),
    ],
    prefix,
  )
  const notOurs = others.filter(({ type, id }) => !own.some(one => one.type === type && one.id === id))
  const around: Found[] = []
  for (const one of own) {
    if (one.type === 'AWS::S3::Bucket')
      around.push(...(await looked(`versions in ${one.id}`, () => bucketVersions(connection, one.id, signal))))
    if (one.type === 'AWS::EC2::VPC')
      around.push(...(await looked(`what is in ${one.id}`, () => inTheVpc(connection, one.id, prefix, signal))))
    if (one.type === 'AWS::EFS::FileSystem')
      around.push(...(await looked(`mount targets of ${one.id}`, () => mountTargetsOf(connection, one.id, signal))))
    if (one.type === 'AWS::IAM::Role')
      around.push(...(await looked(`policies of ${one.id}`, () => rolePolicies(connection, one.id, signal))))
  }
  return { found: toLeftovers([...own, ...around], connection.region), notOurs, unchecked }
}

/** The tagging API also lists what is gone: each is confirmed by its own service. */
async function foundByTag({ connection, prefix, signal }: Search): Promise<Found[]> {
  const found: Found[] = []
  for (const { arn } of await taggedResources(connection, prefix, signal)) {
    const resource = resourceOfArn(arn)
    if (resource && (await isStillThere(connection, resource))) found.push(resource)
  }
  return found
}

async function foundInStack({ connection, prefix, signal }: Search, byName: readonly Found[]): Promise<Found[]> {
  if (!byName.some(({ type, id }) => type === 'AWS::CloudFormation::Stack' && id === prefix)) return []
  const tree = await stackTree(new CloudFormationClient(connection.clientConfig), prefix, signal)
  const removable = tree.filter(({ type }) => removableTypes.has(type) && type !== 'AWS::CloudFormation::Stack')
  const found: Found[] = []
  for (const { type, id } of removable) {
    // A rule's group is known to the VPC alone, which has it.
    if (!type.startsWith('AWS::EC2::SecurityGroup') && (await isStillThere(connection, { type, id })))
      found.push({ type, id })
  }
  return found
}

/** A nested stack goes with the stack around it, which alone can delete it. */
function withoutNested(found: readonly Found[], prefix: string): Found[] {
  const isStack = ({ type }: Found) => type === 'AWS::CloudFormation::Stack'
  const hasRoot = found.some(one => isStack(one) && one.id === prefix)
  return found.filter(one => !isStack(one) || one.id === prefix || !hasRoot)
}
