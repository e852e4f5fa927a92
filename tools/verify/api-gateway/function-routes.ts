import { randomUUID } from 'node:crypto'
import type { Criterion, Findings } from '../criterion.ts'
import { keyOfContent } from '../../../functions/working-set/file-id.ts'
import { apiAuthorization } from '../../exercise/deployed-api.ts'
import { passing, passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'
import { ingest, postMethod, predict, type Route } from './deployed-route.ts'
import { httpCall } from './http-call.ts'
import { reached } from './reached.ts'

export const ingestRoute: Criterion = {
  id: '4.1',
  claim: 'POST /ingest with a key or data reaches the Producer.',
  builtIn: ['cloudformation/api.yaml', 'functions/producer'],
  shownIn: ['report.json', 'logs/producer.ndjson'],
  check: async (look, findings) => {
    await checkMethod(look, await ingest(look), findings)
    const key = passingObject(look, 'inputs', 'route').key
    const dataKey = passingObject(look, 'inputs', 'route').key
    const data = `sent in the request ${randomUUID()}`
    passing(look, keyOfContent(Buffer.from(data)))
    await mustReach(look, 'producer', '/ingest', 'a key', { key }, findings)
    await mustReach(look, 'producer', '/ingest', 'a key and data', { key: dataKey, data }, findings)
    await mustReach(look, 'producer', '/ingest', 'data', { data }, findings)
  },
}

export const predictRoute: Criterion = {
  id: '4.2',
  claim: 'POST /predict with a fileId and a model reaches the Consumer.',
  builtIn: ['cloudformation/api.yaml', 'functions/consumer'],
  shownIn: ['report.json', 'logs/consumer.ndjson'],
  check: async (look, findings) => {
    await checkMethod(look, await predict(look), findings)
    const body = { fileId: `verify-${randomUUID()}`, model: 'verify' }
    await mustReach(look, 'consumer', '/predict', 'fileId and model', body, findings)
  },
}

async function mustReach(
  look: Verification,
  name: 'producer' | 'consumer',
  path: string,
  what: string,
  body: object,
  { saw, must }: Findings,
): Promise<void> {
  const answer = await httpCall(look, 'POST', path, { body })
  const { functionName } = look.system[name]
  const came = await reached(look, name, answer)
  saw(`${answer.call} with ${what}`, `${answer.statusCode} ${answer.json?.error ?? ''}, ${came.how}`)
  must(came.reached, `${answer.call} with ${what} does not reach ${functionName}: ${came.how}`)
  must(
    answer.json?.error !== 'INVALID_REQUEST',
    `${functionName} does not take ${what}: ${answer.statusCode} ${answer.text}`,
  )
}

async function checkMethod(look: Verification, route: Route, { saw, must }: Findings): Promise<void> {
  const method = await postMethod(look, route.path)
  must(method !== undefined, `${look.system.outputs.ApiId} has no path ${route.path}`)
  if (!method) return
  const { integration, authorizationType, apiKeyRequired, deploymentId } = method
  saw(
    'API Gateway GetMethod, GetIntegration, GetStage',
    `POST ${route.path} of ${look.system.outputs.ApiId}, authorization ${authorizationType}, goes to ${integration.uri}; ` +
      `stage ${look.system.outputs.StageName} serves deployment ${deploymentId}`,
  )
  must(
    integration.uri?.endsWith(`/functions/${route.functionArn}/invocations`) ?? false,
    `POST ${route.path} goes to ${integration.uri}, not to ${route.functionArn}`,
  )
  const wanted = apiAuthorization(look.system)
  must(
    authorizationType === wanted,
    `POST ${route.path} asks for ${authorizationType}, and the stack's ApiAuthorization is ${wanted}`,
  )
  must(!apiKeyRequired, `POST ${route.path} asks for an API key`)
}
