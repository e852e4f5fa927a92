import type { APIGatewayProxyEvent } from 'aws-lambda'
import * as z from 'zod'
import { readBody } from '../http/request-body.ts'
import { isFileId } from '../working-set/file-id.ts'
import { parseModelName } from '../working-set/key.ts'

export interface PredictRequest {
  fileId: string
  model: string
  archive: boolean
}

const bodySchema = z.object({
  fileId: z.string().refine(isFileId, 'expected 1 to 128 letters, digits, dots, hyphens and underscores'),
  model: z.string().min(1),
  archive: z.boolean().default(false),
})

export function readPredictRequest(event: APIGatewayProxyEvent): PredictRequest {
  const request = readBody(event, bodySchema)
  parseModelName(request.model) // refuses an invalid name before anything is looked up
  return request
}
