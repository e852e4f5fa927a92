import type { Credentials } from '../../../iam/identity.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { Account } from '../operation.ts'
import { logDescriptor } from './isolation/isolation.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export function environmentVariables(
  account: Account,
  { functionName, settings }: LambdaFunction,
  {
    credentials,
    runtimeApi,
    logStreamName,
  }: { credentials: Required<Credentials>; runtimeApi: string; logStreamName: string },
): Record<string, string> {
  const { logging } = settings
  const node = /^nodejs\d+/.exec(settings.runtime)![0].replace('js', '')
  return {
    // These are not reserved: the function's own values take precedence.
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // A folder that does not exist, so writing below it fails. On AWS the user's entry has it, and not a variable.
    HOME: '/home/sbx_user1051',
    LD_LIBRARY_PATH: '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
    NODE_PATH: `/opt/nodejs/${node}/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules`,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000',
    ...settings.variables,
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: settings.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: logging.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_LAMBDA_LOG_FORMAT: logging.LogFormat === 'JSON' ? 'JSON' : 'Text',
    // Text has no levels to filter, but the runtime filters whenever this variable is set.
    ...(logging.LogFormat === 'JSON' && { AWS_LAMBDA_LOG_LEVEL: logging.ApplicationLogLevel ?? 'INFO' }),
    _LAMBDA_TELEMETRY_LOG_FD: String(logDescriptor),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    // Unlike AWS: the first leads the SDK to the local endpoint, and without the second Node 20 would warn on every cold start.
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}
