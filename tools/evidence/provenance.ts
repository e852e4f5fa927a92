import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { connectToAws } from '../command/aws-connection.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'

/** From what a run's figures came: enough to do it again and to see whether anything differs. */
export interface Provenance {
  readonly gitCommit: string | null
  /** Whether the working tree differed from the commit. */
  readonly dirty: boolean | null
  readonly region: string
  /** First 16 hexadecimal digits of the SHA-256 of the account ID: tells runs apart without naming the account. */
  readonly accountIdHash: string
  readonly node: string
  readonly platform: string
  readonly cpu: string
  readonly packages: Readonly<Record<string, string>>
  /** SHA-256 by file name. */
  readonly templates: Readonly<Record<string, string>>
  /** What Lambda says of the code that runs: SHA-256 and size of the zip. */
  readonly bundles: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>
  readonly seed: number
  readonly command: string
}

const repository = fileURLToPath(new URL('../..', import.meta.url))

export async function provenanceOf(system: DeployedSystem, seed: number, command: string): Promise<Provenance> {
  const commit = await git('rev-parse', 'HEAD')
  const changes = await git('status', '--porcelain')
  const processors = cpus()
  return {
    gitCommit: commit ?? null,
    dirty: changes === undefined ? null : changes !== '',
    region: system.region,
    accountIdHash: sha256(system.accountId).slice(0, 16),
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: `${processors.length} x ${processors[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    packages: await packages(),
    templates: await templates(),
    bundles: await bundles(system),
    seed,
    command,
  }
}

async function packages(): Promise<Record<string, string>> {
  const { dependencies, devDependencies } = JSON.parse(await readFile(`${repository}package.json`, 'utf8'))
  return { ...dependencies, ...devDependencies }
}

async function templates(): Promise<Record<string, string>> {
  const folder = `${repository}cloudformation/`
  const names = (await readdir(folder)).filter(name => name.endsWith('.yaml')).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name, sha256(await readFile(folder + name))] as const)),
  )
}

async function bundles(system: DeployedSystem): Promise<Provenance['bundles']> {
  const { clientConfig } = await connectToAws({ region: system.region })
  const lambda = new LambdaClient(clientConfig)
  const described = await Promise.all(
    (['producer', 'consumer'] as const).map(async name => {
      const FunctionName = system[name].functionName
      const { CodeSha256, CodeSize } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
      return [name, { sha256: Buffer.from(CodeSha256!, 'base64').toString('hex'), bytes: CodeSize! }] as const
    }),
  )
  lambda.destroy()
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
