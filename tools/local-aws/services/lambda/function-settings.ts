import { type Architecture, type FileSystemConfig, Runtime, type VpcConfig } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { isAllowed } from '../../iam/authorize.ts'
import { trusts } from '../iam/trust.ts'
import { constraintViolation } from './constraint-violation.ts'
import type { FunctionSettings } from './function-model.ts'
import { checkFileSystem, vpcOf } from './function-network.ts'
import type { Call } from './operation.ts'

/** The common input of Create and UpdateFunctionConfiguration; `undefined` means the previous value or the default. */
export interface SettingsInput {
  readonly Description?: string | undefined
  readonly Runtime?: Runtime | undefined
  readonly Handler?: string | undefined
  readonly Role?: string | undefined
  readonly MemorySize?: number | undefined
  readonly Timeout?: number | undefined
  readonly Environment?: { Variables?: Record<string, string> | undefined } | undefined
  readonly VpcConfig?: VpcConfig | undefined
  readonly FileSystemConfigs?: FileSystemConfig[] | undefined
  readonly LoggingConfig?: Partial<FunctionSettings['logging']> | undefined
  readonly EphemeralStorage?: { Size: number | undefined } | undefined
}

// The Node.js runtimes that accept new functions: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
const runtimes = ['nodejs22.x', 'nodejs24.x']
// "4 KB, for all environment variables associated with the function, in aggregate"
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxEnvironmentBytes = 4096
const reserved =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_DEFAULT_REGION|AWS_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(?!EXEC_WRAPPER$|NODEJS_).*|AWS_ACCESS_KEY.*|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/

/**
 * Checks the whole configuration as Lambda does. @throws AwsError ValidationException, InvalidParameterValueException
 */
export function functionSettings(
  call: Call,
  functionName: string,
  input: SettingsInput,
  before?: FunctionSettings,
): FunctionSettings {
  const settings: FunctionSettings = {
    description: input.Description ?? before?.description ?? '',
    runtime: checkedRuntime(input.Runtime ?? before?.runtime),
    handler: input.Handler ?? before?.handler ?? '',
    roleArn: input.Role ?? before!.roleArn,
    memorySize: inRange(input.MemorySize ?? before?.memorySize ?? 128, 128, 10_240, 'memorySize'),
    timeout: inRange(input.Timeout ?? before?.timeout ?? 3, 1, 900, 'timeout'),
    variables: input.Environment ? checkedVariables(input.Environment.Variables ?? {}) : (before?.variables ?? {}),
    logging: loggingOf(functionName, input.LoggingConfig, before?.logging),
    ephemeralStorage: {
      Size: inRange(
        input.EphemeralStorage?.Size ?? before?.ephemeralStorage.Size ?? 512,
        512,
        10_240,
        'ephemeralStorage.size',
      ),
    },
    ...vpcOf(call, input.VpcConfig, before),
  }
  if (!settings.handler)
    throw new AwsError(
      'InvalidParameterValueException',
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    )
  if (!/^[^\s]{1,128}$/.test(settings.handler))
    throw constraintViolation(settings.handler, 'handler', 'Member must satisfy regular expression pattern: [^\\s]+')
  const fileSystem = input.FileSystemConfigs ? input.FileSystemConfigs[0] : before?.fileSystem
  if ((input.FileSystemConfigs?.length ?? 0) > 1)
    throw constraintViolation('[…]', 'fileSystemConfigs', 'Member must have length less than or equal to 1')
  const whole = fileSystem ? { ...settings, fileSystem } : settings
  checkRole(call, whole)
  if (whole.fileSystem) checkFileSystem(call, whole, whole.fileSystem)
  return whole
}

function checkedRuntime(runtime: Runtime | undefined): Runtime {
  if (!runtime)
    throw new AwsError(
      'InvalidParameterValueException',
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    )
  if (runtimes.includes(runtime)) return runtime
  // nodejs, nodejs4.3-edge … nodejs20.x are retired.
  if (Object.values<string>(Runtime).includes(runtime) && Number(/^nodejs(\d*)/.exec(runtime)?.[1] ?? 99) < 22) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    )
  }
  throw new AwsError(
    'InvalidParameterValueException',
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${runtimes.join(', ')}] or be a valid ARN. The local AWS runs these alone.`,
  )
}

/** Accepts one of the two. The local AWS runs both on its own processor. */
export function checkedArchitectures(architectures: readonly Architecture[]): readonly Architecture[] {
  if (architectures.length === 1 && ['x86_64', 'arm64'].includes(architectures[0]!)) return [...architectures]
  throw constraintViolation(`[${architectures.join(', ')}]`, 'architectures', 'Member must be one of: [x86_64, arm64]')
}

function inRange(value: number, min: number, max: number, member: string): number {
  if (value > max) throw constraintViolation(value, member, `Member must have value less than or equal to ${max}`)
  if (value < min) throw constraintViolation(value, member, `Member must have value greater than or equal to ${min}`)
  return value
}

function checkedVariables(variables: Record<string, string>): Record<string, string> {
  const names = Object.keys(variables)
  const taken = names.filter(name => reserved.test(name))
  if (taken.length > 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(', ')}`,
    )
  }
  const bad = names.find(name => !/^[a-zA-Z]\w+$/.test(name))
  if (bad !== undefined)
    throw constraintViolation(
      bad,
      'environment.variables',
      'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
    )
  if (Buffer.byteLength(JSON.stringify(variables)) > maxEnvironmentBytes) {
    throw new AwsError(
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`,
    )
  }
  return { ...variables }
}

/** The role must trust Lambda, and must allow it to make network interfaces for a function in a VPC. */
function checkRole({ account }: Call, settings: FunctionSettings): void {
  const role = account.iam.roleByArn(settings.roleArn)
  if (!role || !trusts(role, [{ type: 'Service', name: 'lambda.amazonaws.com' }])) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
    )
  }
  if (!settings.vpc) return
  const session = account.iam.issueSession({ role, sessionName: 'lambda', durationSeconds: 900 })
  const { identity } = account.iam.holder(session.accessKeyId)!
  account.iam.revoke(session.accessKeyId)
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
  for (const action of [
    'CreateNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'DeleteNetworkInterface',
  ]) {
    if (!isAllowed(identity, { action: `ec2:${action}`, resource: '*' })) {
      throw new AwsError(
        'InvalidParameterValueException',
        `The provided execution role does not have permissions to call ${action} on EC2`,
      )
    }
  }
}

type Logging = FunctionSettings['logging']

/** Only the JSON format has levels. Words: github.com/aws/aws-cdk/pull/28045 */
function loggingOf(functionName: string, given: Partial<Logging> | undefined, before: Logging | undefined): Logging {
  const { ApplicationLogLevel: application, SystemLogLevel: system, ...plain } = { ...before, ...defined(given) }
  const logging = { LogFormat: 'Text' as const, LogGroup: `/aws/lambda/${functionName}`, ...plain }
  if (logging.LogFormat === 'JSON') {
    return { ...logging, ...defined({ ApplicationLogLevel: application, SystemLogLevel: system }) }
  }
  if (given?.ApplicationLogLevel === undefined && given?.SystemLogLevel === undefined) return logging
  throw new AwsError(
    'InvalidParameterValueException',
    'LogLevel is not supported when LogFormat is set to "Text". Remove LogLevel from your request or change the LogFormat to "JSON" and try again.',
  )
}

function defined<T extends object>(values: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>
}
