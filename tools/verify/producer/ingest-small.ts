import { randomBytes } from 'node:crypto'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import { expectStatus } from '../../exercise/expect-answer.ts'
import { type PassingObject, passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'

export interface SmallIngest {
  readonly object: PassingObject
  readonly content: Buffer
  readonly answer: ApiAnswer
}

/** One small file ingested as data; several criteria look at it. */
export function ingestSmall(look: Verification): Promise<SmallIngest> {
  return look.once('small file', async () => {
    const object = await passingObject(look, 'inputs', 'small')
    const content = randomBytes(3000)
    const body = { key: object.key, data: content.toString('base64'), encoding: 'base64' }
    const answer = expectStatus(await look.api.post('/ingest', body, look.signal), 201, 'POST /ingest with data')
    return { object, content, answer }
  })
}
