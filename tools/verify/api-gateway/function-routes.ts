import { randomUUID } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Criterion, Findings } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { ingest, postMethod, predict, type Route } from './deployed-route.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { passingInput } from './passing-input.ts'

export const ingestRoute: Criterion = {
  id: '4.1',
  claim: 'POST /ingest with a key or data reaches the Producer.',
  builtIn: ['cloudformation/api.yaml', 'functions/producer'],
  shownIn: ['report.json', 'invocations.ndjson'],
  check: async (look, findings) => {
    await checkMethod(look, await ingest(look), findings)
    const data = 'sent in the request'
    const dataKey = passingInput(look, 'data')
    checkCreated(await httpCall(look, 'POST', '/ingest', { body: { key: dataKey, data } }), dataKey, findings)
    const key = passingInput(look, 'key')
    await look.clients.s3.send(
      new PutObjectCommand({ Bucket: look.system.bucketName, Key: key, Body: 'in the bucket' }),
    )
    checkCreated(await httpCall(look, 'POST', '/ingest', { body: { key } }), key, findings)
  },
}

export const predictRoute: Criterion = {
  id: '4.2',
  claim: 'POST /predict with a fileId and a model reaches the Consumer.',
  builtIn: ['cloudformation/api.yaml', 'functions/consumer'],
  shownIn: ['report.json', 'invocations.ndjson'],
  check: async (look, findings) => {
    await checkMethod(look, await predict(look), findings)
    // Only the Consumer knows which files there are, so its 404 shows that it was asked.
    const fileId = `verify-${randomUUID()}`
    const answer = await httpCall(look, 'POST', '/predict', { body: { fileId, model: 'verify' } })
    findings.saw(answer.call, `${fileId}: ${answer.statusCode} ${answer.text}`)
    findings.must(
      answer.statusCode === 404 && answer.json?.error === 'NOT_FOUND' && answer.json?.fileId === fileId,
      `${answer.call} of a missing file answers ${answer.statusCode} ${answer.text}, not the Consumer's NOT_FOUND`,
    )
  },
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
  must(
    authorizationType === 'NONE' && !apiKeyRequired,
    `POST ${route.path} asks for ${authorizationType} or an API key`,
  )
}

function checkCreated({ call, statusCode, json, text }: HttpAnswer, key: string, { saw, must }: Findings): void {
  saw(call, `${key}: ${statusCode} ${text}`)
  must(
    statusCode === 201 && json?.key === key && typeof json?.fileId === 'string',
    `${call} of ${key} answers ${statusCode} ${text}, not 201 with its fileId`,
  )
}
