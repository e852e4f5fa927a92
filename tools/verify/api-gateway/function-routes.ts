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
  check: async (verification, findings) => {
    await checkMethod(verification, await ingest(verification), findings)
    const key = passingObject(verification, 'inputs', 'route').key
    const dataKey = passingObject(verification, 'inputs', 'route').key
    const data = `sent in the request ${randomUUID()}`
    passing(verification, keyOfContent(Buffer.from(data)))
    await mustReach(verification, 'producer', '/ingest', 'a key', { key }, findings)
    await mustReach(verification, 'producer', '/ingest', 'a key and data', { key: dataKey, data }, findings)
    await mustReach(verification, 'producer', '/ingest', 'data', { data }, findings)
  },
}

export const predictRoute: Criterion = {
  id: '4.2',
  claim: 'POST /predict with a fileId and a model reaches the Consumer.',
  builtIn: ['cloudformation/api.yaml', 'functions/consumer'],
  shownIn: ['report.json', 'logs/consumer.ndjson'],
  check: async (verification, findings) => {
    await checkMethod(verification, await predict(verification), findings)
    const body = { fileId: `verify-${randomUUID()}`, model: 'verify' }
    await mustReach(verification, 'consumer', '/predict', 'fileId and model', body, findings)
  },
}

async function mustReach(
  verification: Verification,
  name: 'producer' | 'consumer',
  path: string,
  what: string,
  body: object,
  { observed, expect }: Findings,
): Promise<void> {
  const answer = await httpCall(verification, 'POST', path, { body })
  const { functionName } = verification.system[name]
  const came = await reached(verification, name, answer)
  observed(`${answer.call} with ${what}`, `${answer.statusCode} ${answer.json?.error ?? ''}, ${came.how}`)
  expect(came.reached, `${answer.call} with ${what} does not reach ${functionName}: ${came.how}`)
  expect(
    answer.json?.error !== 'INVALID_REQUEST',
    `${functionName} does not take ${what}: ${answer.statusCode} ${answer.text}`,
  )
}

async function checkMethod(verification: Verification, route: Route, { observed, expect }: Findings): Promise<void> {
  const method = await postMethod(verification, route.path)
  expect(method !== undefined, `${verification.system.outputs.ApiId} has no path ${route.path}`)
  if (!method) return
  const { integration, authorizationType, apiKeyRequired, deploymentId } = method
  observed(
    'API Gateway GetMethod, GetIntegration, GetStage',
    `POST ${route.path} of ${verification.system.outputs.ApiId}, authorization ${authorizationType}, goes to ${integration.uri}; ` +
      `stage ${verification.system.outputs.StageName} serves deployment ${deploymentId}`,
  )
  expect(
    integration.uri?.endsWith(`/functions/${route.functionArn}/invocations`) ?? false,
    `POST ${route.path} goes to ${integration.uri}, not to ${route.functionArn}`,
  )
  const wanted = apiAuthorization(verification.system)
  expect(
    authorizationType === wanted,
    `POST ${route.path} asks for ${authorizationType}, and the stack's ApiAuthorization is ${wanted}`,
  )
  expect(!apiKeyRequired, `POST ${route.path} asks for an API key`)
}
