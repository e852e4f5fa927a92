import { join } from 'node:path'
import { AwsError } from '../../../aws-error.ts'
import type { Mount, MountRequest } from '../../efs/mount.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { Account } from '../operation.ts'
import { ExecutionEnvironment } from './execution-environment.ts'
import type { Isolation } from './isolation/isolation.ts'
import type { FunctionNetwork } from './isolation/function-network.ts'
import { makeRuntimeFolder } from './node-client/runtime-folder.ts'

export type MountAccessPoint = (account: Account, request: MountRequest) => Promise<Mount>

/** The isolation and network of every environment in the account. */
export interface Surroundings {
  readonly isolation: Isolation
  /** If undefined, the host's network is used. */
  readonly network?: FunctionNetwork | undefined
}

const credentialsSeconds = 12 * 3600

/** All execution environments of the account. A call takes the most recently used one, as on Lambda, or a new one. */
export class EnvironmentPool {
  /** The time that an idle environment waits for its next event. AWS does not document it; it is usually minutes. */
  idleMs = 10 * 60_000
  readonly #account: Account
  readonly #idle = new Map<string, ExecutionEnvironment[]>()
  readonly #all = new Set<ExecutionEnvironment>()
  readonly #toldWritable = new Set<string>()
  readonly #runtimeFolders = new Map<string, Promise<string>>()
  #closed = false
  readonly #surroundings: () => Promise<Surroundings>
  readonly #mountAccessPoint: MountAccessPoint

  constructor(account: Account, surroundings: () => Promise<Surroundings>, mountAccessPoint: MountAccessPoint) {
    this.#account = account
    this.#surroundings = surroundings
    this.#mountAccessPoint = mountAccessPoint
  }

  /** Takes an idle environment of the function's current generation, or a new one that must still be started. */
  async take(lambdaFunction: LambdaFunction): Promise<{ environment: ExecutionEnvironment; cold: boolean }> {
    const idle = this.#idle.get(lambdaFunction.functionName) ?? []
    for (let environment = idle.pop(); environment; environment = idle.pop()) {
      clearTimeout(environment.expiry)
      // This includes one that has ended meanwhile: its next invocation detects that, as on AWS.
      if (environment.generation === lambdaFunction.generation) {
        return { environment, cold: false }
      }
      await this.discard(environment)
    }
    return { environment: await this.#create(lambdaFunction), cold: true }
  }

  release(lambdaFunction: LambdaFunction, environment: ExecutionEnvironment): void {
    const { functionName } = lambdaFunction
    this.#idle.set(functionName, [...(this.#idle.get(functionName) ?? []), environment])
    environment.expiry = setTimeout(() => {
      this.#idle.set(functionName, this.#idle.get(functionName)?.filter(one => one !== environment) ?? [])
      void this.discard(environment)
    }, this.idleMs).unref()
    // After an update during its run it gets no more events.
    if (environment.generation !== lambdaFunction.generation) void this.retireIdle(lambdaFunction)
  }

  async discard(environment: ExecutionEnvironment): Promise<void> {
    this.#all.delete(environment)
    clearTimeout(environment.expiry)
    await environment.stop()
  }

  /** Ends the function's idle environments. Busy ones end after their event. */
  async retireIdle({ functionName }: LambdaFunction): Promise<void> {
    const idle = this.#idle.get(functionName) ?? []
    this.#idle.delete(functionName)
    await Promise.all(idle.map(environment => this.discard(environment)))
  }

  /** Ends every environment. No new one is made afterwards, not even for an event that is on its way. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#runtimeFolders.values())
    await Promise.all([...this.#all].map(environment => this.discard(environment)))
  }

  async #create(lambdaFunction: LambdaFunction): Promise<ExecutionEnvironment> {
    const account = this.#account
    const { settings, functionName, functionArn } = lambdaFunction
    const role = account.iam.roleByArn(settings.roleArn)
    if (!role) {
      throw new AwsError('AccessDeniedException', `The role defined for the function cannot be assumed by Lambda.`, 403)
    }
    const credentials = account.iam.issueSession({
      role,
      sessionName: functionName,
      durationSeconds: credentialsSeconds,
      context: { 'lambda:SourceFunctionArn': functionArn },
      origin: settings.vpc && {
        kind: 'vpc',
        functionArn,
        subnetIds: settings.vpc.subnetIds,
        securityGroupIds: settings.vpc.securityGroupIds,
      },
    })
    try {
      const mount =
        settings.fileSystem &&
        settings.vpc &&
        (await this.#mountAccessPoint(account, {
          accessPointArn: settings.fileSystem.Arn!,
          ...settings.vpc,
          identity: account.iam.holder(credentials.accessKeyId)!.identity,
        }))
      const { isolation, network } = await this.#surroundings()
      if (mount?.readOnly && isolation.name === 'none') this.#tellWritable(functionName)
      const runtimeDirectory = this.#closed ? undefined : await this.#runtimeFolder(settings.runtime)
      if (this.#closed || !runtimeDirectory) throw new AwsError('ServiceException', 'The local AWS is closing.', 500)
      const environment = new ExecutionEnvironment({
        account,
        lambdaFunction,
        isolation,
        network,
        runtimeDirectory,
        credentials,
        mount,
      })
      this.#all.add(environment)
      if (mount?.client) {
        const { streamName } = environment.log
        account.settings.diagnose(`${functionName} has EFS by ${mount.client} (log stream ${streamName})`)
      }
      return environment
    } catch (error) {
      account.iam.revoke(credentials.accessKeyId)
      throw error
    }
  }

  /** Makes the folder once for each runtime, since environments only read it. */
  #runtimeFolder(runtime: string): Promise<string> {
    const folder = join(this.#account.folder('lambda'), 'runtimes', runtime)
    const made = this.#runtimeFolders.get(runtime) ?? makeRuntimeFolder(folder, runtime).then(() => folder)
    this.#runtimeFolders.set(runtime, made)
    return made
  }

  // Warns the operator, because no test can show here what fails on AWS.
  #tellWritable(functionName: string): void {
    if (this.#toldWritable.has(functionName)) return
    this.#toldWritable.add(functionName)
    this.#account.settings.diagnose(
      `${functionName} is not allowed ClientWrite: its mount is read-only on AWS, which is not enforced without namespaces`,
    )
  }
}
