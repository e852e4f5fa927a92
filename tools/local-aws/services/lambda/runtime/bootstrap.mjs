// The managed nodejs runtime's part: loads the handler, takes events from the Runtime API and answers them. It runs in
// the execution environment, so it has no dependencies and knows nothing of the emulator but the Runtime API's address.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

const [uid, gid] = process.argv.slice(2).map(Number)
if (uid !== undefined && process.getuid?.() === 0) {
  // As the access point's user from here on, before any of the function's code is read.
  process.setgroups([])
  process.setgid(gid)
  process.setuid(uid)
}

const api = process.env.AWS_LAMBDA_RUNTIME_API
const [host, port] = api.split(':')
const json = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON'
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
const lowest = Math.max(0, levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? 'INFO'))
const takesCallbacks = process.env.AWS_EXECUTION_ENV === 'AWS_Lambda_nodejs22.x'
const callbackRemoved =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.'
let requestId

function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, method, path: `/2018-06-01/runtime/${path}`, headers }, response => {
      const chunks = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function patchConsole() {
  const names = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' }
  for (const [name, level] of Object.entries(names)) {
    console[name] = (...values) => {
      if (json && levels.indexOf(level) < lowest) return
      process.stdout.write(`${json ? jsonLine(level, values) : textLine(level, values)}\n`)
    }
  }
}

function jsonLine(level, values) {
  const message =
    values.length === 1 && typeof values[0] === 'object' && !(values[0] instanceof Error)
      ? values[0]
      : format(...values)
  const error = values.find(value => value instanceof Error)
  const details = error && { errorType: error.name, errorMessage: error.message, stackTrace: error.stack?.split('\n') }
  return JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message, ...details })
}

function textLine(level, values) {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values).replaceAll('\n', '\r')}`
}

function describe(error, fallbackType = 'Error') {
  const known = error instanceof Error
  return JSON.stringify({
    errorType: known ? error.name || fallbackType : typeof error,
    errorMessage: known ? error.message : format(error),
    trace: known ? (error.stack ?? '').split('\n') : [],
  })
}

class RuntimeError extends Error {
  constructor(name, message, cause) {
    super(message, { cause })
    this.name = name
  }
}

async function loadHandler() {
  const [, path, name] = /^(.*)\.([^.]+)$/.exec(process.env._HANDLER) ?? []
  if (!path) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler')
  const base = join(process.env.LAMBDA_TASK_ROOT, path)
  const file = ['.js', '.mjs', '.cjs'].map(extension => base + extension).find(existsSync)
  if (!file) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${path}'`)
  let exported
  try {
    exported = await import(pathToFileURL(file).href)
  } catch (error) {
    const type =
      error instanceof SyntaxError
        ? 'Runtime.UserCodeSyntaxError'
        : error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND'
          ? 'Runtime.ImportModuleError'
          : undefined
    throw type ? new RuntimeError(type, `${error.name}: ${error.message}`, error) : error
  }
  const handler = exported[name] ?? exported.default?.[name]
  if (handler === undefined)
    throw new RuntimeError('Runtime.HandlerNotFound', `${process.env._HANDLER} is undefined or not exported`)
  if (typeof handler !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${process.env._HANDLER} is not a function`)
  // By its parameters alone, whether it is async or not: errorOnDeprecatedCallback of aws-lambda-nodejs-runtime-interface-client.
  if (handler.length >= 3 && !takesCallbacks)
    throw new RuntimeError('Runtime.CallbackHandlerDeprecated', callbackRemoved)
  return handler
}

// Before nodejs24.x a handler that returns no promise answers by its callback; the answer, or null for none, waits for
// the event loop to be empty. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html#nodejs-handler-callback
function invoke(handler, event, context) {
  if (!takesCallbacks) return handler(event, context)
  return new Promise((resolve, reject) => {
    let whenEmpty = () => resolve(null)
    process.removeAllListeners('beforeExit').once('beforeExit', () => whenEmpty())
    const returned = handler(event, context, (error, result) => {
      if (error !== undefined && error !== null) reject(error)
      else if (context.callbackWaitsForEmptyEventLoop) whenEmpty = () => resolve(result)
      else resolve(result)
    })
    if (typeof returned?.then === 'function') returned.then(resolve, reject)
  })
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
}

async function run(handler) {
  for (;;) {
    // The response comes when there is an event: AWS freezes the environment while this request is open.
    const { headers, body } = await call('GET', 'invocation/next')
    requestId = headers['lambda-runtime-aws-request-id']
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id']
    try {
      const result = await invoke(handler, JSON.parse(body.toString('utf8')), contextOf(headers))
      await call('POST', `invocation/${requestId}/response`, JSON.stringify(result) ?? 'null')
    } catch (error) {
      const detail = describe(error)
      console.error('Invoke Error', error)
      const { errorType } = JSON.parse(detail)
      await call('POST', `invocation/${requestId}/error`, detail, { 'lambda-runtime-function-error-type': errorType })
    }
  }
}

async function fail(type, error) {
  const path = requestId === undefined ? 'init/error' : `invocation/${requestId}/error`
  const detail = describe(new RuntimeError(type, error?.message ?? format(error), error))
  await call('POST', path, detail, { 'lambda-runtime-function-error-type': type }).catch(() => {})
  process.exit(129)
}

process.on('uncaughtException', error => void fail('Runtime.UncaughtException', error))
process.on('unhandledRejection', error => void fail('Runtime.UnhandledPromiseRejection', error))

patchConsole()
let handler
try {
  handler = await loadHandler()
} catch (error) {
  console.error(error)
  await call('POST', 'init/error', describe(error), { 'lambda-runtime-function-error-type': error?.name ?? 'Error' })
  process.exit(1)
}
// When the Runtime API is gone, so is the emulator: nothing is left to do here.
await run(handler).catch(() => process.exit(0))
