import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { StackEvent } from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../command/aws-connection.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { type DeployedTemplates, deployedTemplates } from './deployed-templates.ts'

/** The origin of a run's numbers: enough to repeat the run and to see whether anything differs. */
export interface Provenance {
  readonly gitCommit: string | null
  /** Whether the working tree differed from the commit. */
  readonly dirty: boolean | null
  readonly region: string
  /** First 16 hexadecimal digits of the SHA-256 of the account ID. It distinguishes accounts without naming them. */
  readonly accountIdHash: string
  readonly node: string
  readonly platform: string
  readonly cpu: string
  readonly packages: Readonly<Record<string, string>>
  /** SHA-256 by file name, of the working tree. `templatesDeployed` says whether these were deployed. */
  readonly templates: Readonly<Record<string, string>>
  readonly templatesDeployed: DeployedTemplates
  /** SHA-256 and size of each zip, as Lambda reports them for the running code. */
  readonly bundles: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>
  readonly seed: number
  readonly command: string
}

const repository = fileURLToPath(new URL('../..', import.meta.url))
const templatesFolder = `${repository}cloudformation/`

export interface ProvenanceOptions {
  readonly seed: number
  readonly command: string
  /** Of the stacks, oldest first. */
  readonly events: readonly StackEvent[]
}

/** The commit of the working tree, and whether the tree differs from it. */
export async function sourceOf(): Promise<Pick<Provenance, 'gitCommit' | 'dirty'>> {
  const commit = await git('rev-parse', 'HEAD')
  const changes = await git('status', '--porcelain')
  return { gitCommit: commit ?? null, dirty: changes === undefined ? null : changes !== '' }
}

export async function provenanceOf(
  connection: AwsConnection,
  system: DeployedSystem,
  { seed, command, events }: ProvenanceOptions,
): Promise<Provenance> {
  const processors = cpus()
  return {
    ...(await sourceOf()),
    region: system.region,
    accountIdHash: sha256(system.accountId).slice(0, 16),
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: `${processors.length} x ${processors[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    packages: await packages(),
    templates: await templates(),
    templatesDeployed: await deployedTemplates(events, templatesFolder),
    bundles: await bundles(connection.clients.get(LambdaClient), system),
    seed,
    command,
  }
}

async function packages(): Promise<Record<string, string>> {
  const { dependencies, devDependencies } = JSON.parse(await readFile(`${repository}package.json`, 'utf8'))
  return { ...dependencies, ...devDependencies }
}

async function templates(): Promise<Record<string, string>> {
  const names = (await readdir(templatesFolder)).filter(name => name.endsWith('.yaml')).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name, sha256(await readFile(templatesFolder + name))] as const)),
  )
}

async function bundles(lambda: LambdaClient, system: DeployedSystem): Promise<Provenance['bundles']> {
  const described = await Promise.all(
    (['producer', 'consumer'] as const).map(async name => {
      const FunctionName = system[name].functionName
      const { CodeSha256, CodeSize } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
      return [name, { sha256: Buffer.from(CodeSha256!, 'base64').toString('hex'), bytes: CodeSize! }] as const
    }),
  )
  return Object.fromEntries(described)
}

/** `undefined` outside a git checkout, e.g. in an unpacked source archive. */
async function git(...args: string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('git', args, { cwd: repository })).stdout.trim()
  } catch {
    // No git, or no repository: the report says null.
    return undefined
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
