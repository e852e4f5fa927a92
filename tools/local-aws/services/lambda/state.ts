import { randomUUID } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import { evaluate } from '../../iam/evaluate.ts'
import { mountAccessPoint } from '../efs/mount.ts'
import { CodeDownloads } from './code-downloads.ts'
import type { LambdaFunction } from './function-model.ts'
import { refuseWhilePending } from './function-updates.ts'
import { askedQualifier, functionNameOf, functionReference } from './function-name.ts'
import type { InvocationRequest, InvocationResult, ServiceInvoker } from './invocation.ts'
import type { Account } from './operation.ts'
import { EnvironmentPool, type MountAccessPoint, type Surroundings } from './runtime/environment-pool.ts'
import { EventQueue } from './runtime/event-queue.ts'
import { chooseIsolation } from './runtime/isolation/choose-isolation.ts'
import { FunctionNetwork } from './runtime/isolation/function-network.ts'
import type { Isolation } from './runtime/isolation/isolation.ts'
import { type InvokedEvent, runInvocation, tooManyRequests } from './runtime/run-invocation.ts'

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB synchronous, 1 MB asynchronous.
const maxPayloadBytes = { RequestResponse: 6_291_456, Event: 1_048_576 }

/** The functions and their environments. */
export class LambdaState {
  readonly account: Account
  readonly functions = new Map<string, LambdaFunction>()
  readonly pool: EnvironmentPool
  readonly events: EventQueue
  readonly downloads: CodeDownloads
  /** CloudWatch's metric of that name, by function: records of failed events that could not be delivered. */
  readonly destinationDeliveryFailures = new Map<string, number>()
  /** Replaced in tests of functions without a real EFS. */
  mountAccessPoint: MountAccessPoint = mountAccessPoint
  /** "The Init phase is limited to 10 seconds": docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
  initTimeoutMs = 10_000
  /** `undefined` until the first environment is made; then the account's settings and the machine decide. */
  isolation: Isolation | undefined
  #toldPlain = false
  #network: Promise<FunctionNetwork | undefined> | undefined
  readonly #active = new Map<string, number>()

  constructor(account: Account) {
    this.account = account
    this.pool = new EnvironmentPool(
      account,
      () => this.#surroundings(),
      (...request) => this.mountAccessPoint(...request),
    )
    this.downloads = new CodeDownloads(account)
    this.events = new EventQueue(account, (...event) => this.#run(...event))
  }

  /**
   * Finds a function by name or ARN. There are no versions and aliases, so only $LATEST. @throws AwsError
   * ResourceNotFoundException
   */
  function(nameOrArn: string, qualifier?: string): LambdaFunction {
    const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, 404)
    const reference = functionReference(nameOrArn)
    const { name, region = this.account.region, accountId = this.account.id } = reference
    if (region !== this.account.region) {
      throw notFound(`Functions from '${region}' are not reachable in this region ('${this.account.region}')`)
    }
    const asked = askedQualifier(nameOrArn, qualifier)
    const found = this.functions.get(name)
    if (found && accountId === this.account.id && (asked ?? '$LATEST') === '$LATEST') return found
    const arn = `arn:${this.account.partition}:lambda:${region}:${accountId}:function:${name}`
    throw notFound(`Function not found: ${arn}${asked === undefined ? '' : `:${asked}`}`)
  }

  /** @throws AwsError as the Invoke API: AccessDeniedException, ResourceNotFoundException, EFSMount…, TooManyRequestsException */
  async invoke(request: InvocationRequest): Promise<InvocationResult> {
    const lambdaFunction = this.function(request.functionName)
    const { invoker, invocationType, payload } = request
    if (invoker && !this.allowsService(lambdaFunction.functionArn, invoker)) {
      throw new AwsError(
        'AccessDeniedException',
        `User: ${invoker.service} is not authorized to perform: lambda:InvokeFunction on resource: ${lambdaFunction.functionArn}`,
        403,
      )
    }
    if (payload.length > maxPayloadBytes[invocationType]) {
      throw new AwsError(
        'RequestTooLargeException',
        `${payload.length} byte payload is too large for the ${invocationType} invocation type (limit ${maxPayloadBytes[invocationType]} bytes)`,
        413,
      )
    }
    const { requestId = randomUUID(), clientContext } = request
    const event = { payload, requestId, clientContext }
    if (invocationType === 'RequestResponse') {
      refuseWhilePending(lambdaFunction)
      return this.#run(lambdaFunction, event)
    }
    this.events.add(lambdaFunction, event)
    return { statusCode: 202, executedVersion: '$LATEST', requestId, logTail: '' }
  }

  /** Whether the function exists and its resource policy allows this service to invoke it for this source. */
  allowsService(functionArn: string, { service, sourceArn, sourceAccount }: ServiceInvoker): boolean {
    const lambdaFunction = this.functions.get(functionNameOf(functionArn))
    if (!lambdaFunction) return false
    const decision = evaluate([{ Statement: [...lambdaFunction.policy.values()] }], {
      action: 'lambda:InvokeFunction',
      resource: lambdaFunction.functionArn,
      context: { 'aws:sourcearn': sourceArn, 'aws:sourceaccount': sourceAccount },
      principals: [{ type: 'Service', name: service }],
    })
    return decision === 'allow'
  }

  async close(): Promise<void> {
    this.events.abort()
    await this.pool.close()
    await this.events.settled()
    const network = await this.#network
    network?.close()
  }

  async #run(lambdaFunction: LambdaFunction, event: InvokedEvent): Promise<InvocationResult> {
    const { functionName, reservedConcurrency } = lambdaFunction
    const active = this.#active.get(functionName) ?? 0
    if (reservedConcurrency !== undefined && active >= reservedConcurrency) {
      throw tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded')
    }
    if (reservedConcurrency === undefined && this.#unreservedActive() >= this.#unreservedLimit()) {
      throw tooManyRequests('ConcurrentInvocationLimitExceeded')
    }
    this.#active.set(functionName, active + 1)
    return runInvocation(this.account, this.pool, lambdaFunction, event, () => {
      this.#active.set(functionName, this.#active.get(functionName)! - 1)
    })
  }

  #unreservedActive(): number {
    const names = [...this.functions.values()]
      .filter(one => one.reservedConcurrency === undefined)
      .map(one => one.functionName)
    return names.reduce((sum, name) => sum + (this.#active.get(name) ?? 0), 0)
  }

  #unreservedLimit(): number {
    const reserved = [...this.functions.values()].reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), 0)
    return this.account.settings.concurrentExecutions - reserved
  }

  async #surroundings(): Promise<Surroundings> {
    this.isolation ??= await chooseIsolation(this.account.settings.isolation)
    const { isolation } = this
    if (isolation.name === 'none' && !this.#toldPlain) {
      this.#toldPlain = true
      this.account.settings.diagnose(
        'functions run without namespaces, as you: EFS_MOUNT_PATH leads them to a folder in place of /mnt/efs; their answers and logs contain /mnt/efs.',
      )
    }
    if (isolation.name === 'none') return { isolation }
    this.#network ??= this.#startNetwork(isolation.name === 'root namespaces')
    return { isolation, network: await this.#network }
  }

  /** Starts a network in which the functions find the endpoint at its address, and nothing else. */
  async #startNetwork(privileged: boolean): Promise<FunctionNetwork | undefined> {
    const network = await FunctionNetwork.start(privileged)
    if (network) {
      await network.serve(Number(new URL(this.account.endpoint).port), connection => this.account.serve(connection))
    } else
      this.account.settings.diagnose('functions use the network of this machine, which allows them none of their own.')
    return network
  }
}
