import type { APIGatewayProxyEvent } from 'aws-lambda'
import * as z from 'zod'
import { readBody } from '../http/request-body.ts'
import { parseModelName } from '../working-set/key.ts'

export interface PredictRequest {
  fileId: string
  model: string
  archive: boolean
}

const bodySchema = z.object({
  // Any name without a path in it: whether the Producer ever gave it out, the file system knows.
  fileId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'expected 1 to 128 letters, digits, dots, hyphens and underscores'),
  model: z.string().min(1),
  archive: z.boolean().default(false),
})

export function readPredictRequest(event: APIGatewayProxyEvent): PredictRequest {
  const request = readBody(event, bodySchema)
  parseModelName(request.model) // refuses what is no name before anything is looked for
  return request
}
