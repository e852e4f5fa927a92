import t from 'tap'
import { environmentVariables } from './environment-variables.ts'
import { nodeFlags } from './node-client/node-flags.ts'

const account = { region: 'us-east-1', endpoint: 'http://127.0.0.1:1' } as never
const names = {
  credentials: { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't', expiration: new Date() },
  runtimeApi: '127.0.0.1:2',
  logStreamName: 'stream',
}
const variables = (settings: object) =>
  environmentVariables(
    account,
    {
      functionName: 'f',
      settings: {
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        memorySize: 256,
        variables: {},
        logging: { LogFormat: 'Text', LogGroup: '/g' },
        ...settings,
      },
    } as never,
    names,
  )

t.test('a function gets the variables of Lambda', t => {
  t.same(variables({}), {
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    HOME: '/home/sbx_user1051',
    LD_LIBRARY_PATH: '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
    NODE_PATH: '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000',
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: 'index.handler',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_SESSION_TOKEN: 't',
    AWS_LAMBDA_FUNCTION_NAME: 'f',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_LOG_GROUP_NAME: '/g',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    AWS_LAMBDA_LOG_FORMAT: 'Text',
    _LAMBDA_TELEMETRY_LOG_FD: '3',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_RUNTIME_API: '127.0.0.1:2',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  })
  t.end()
})

t.test('its own variables go before those that are not reserved, and JSON has a level', t => {
  const own = { LANG: 'C', TZ: 'CET', PATH: '/bin', _HANDLER: 'other', AWS_REGION: 'mars', OWN: '1' }
  t.match(variables({ variables: own }), { ...own, _HANDLER: 'index.handler', AWS_REGION: 'us-east-1' })
  const json = (more: object) => variables({ logging: { LogFormat: 'JSON', LogGroup: '/g', ...more } })
  t.match(json({}), { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' })
  t.match(json({ ApplicationLogLevel: 'WARN' }), { AWS_LAMBDA_LOG_LEVEL: 'WARN' })
  t.end()
})

t.test('nodejs22.x starts without the features that Lambda disables, unless the function enables them', t => {
  const known = ['--no-experimental-require-module', '--no-experimental-detect-module'].filter(flag =>
    process.allowedNodeEnvironmentFlags.has(flag),
  )
  t.same(nodeFlags('nodejs22.x'), known)
  t.same(nodeFlags('nodejs24.x'), [])
  const enabled = '--a  --experimental-require-module'
  t.same(
    nodeFlags('nodejs22.x', enabled),
    known.filter(flag => !flag.endsWith('require-module')),
  )
  t.end()
})
