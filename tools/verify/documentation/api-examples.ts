import { PutObjectCommand } from '@aws-sdk/client-s3'
import { fileIdOf } from '../../../functions/working-set/file-id.ts'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import { digitSamples } from '../../exercise/digits.ts'
import { placeModel } from '../consumer/predictions.ts'
import { observeIfPossible } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'
import type { Guide } from '../../guide/guide.ts'

/** A request of docs/api.md and the answer below it. */
export interface ApiExample {
  readonly path: '/ingest' | '/predict'
  readonly request: Readonly<Record<string, unknown>>
  readonly statusCode: number
  readonly body: Readonly<Record<string, unknown>>
}

/** ` ```http ` with a request, followed by ` ```json STATUS ` with its answer. */
export function apiExamples({ code }: Guide): ApiExample[] {
  return code.flatMap(({ language, text }, index) => {
    if (language !== 'http') return []
    const [head, body] = text.split('\n\n')
    const path = head!.match(/^POST (\/ingest|\/predict)\n/)?.[1] as ApiExample['path'] | undefined
    const answer = code[index + 1]
    const status = answer?.language.match(/^json (\d{3})$/)?.[1]
    if (!path || !body || !status) throw new SyntaxError(`docs/api.md has a request without an answer: ${text}`)
    return [{ path, request: JSON.parse(body), statusCode: Number(status), body: JSON.parse(answer!.text) }]
  })
}

/** Sends each request again, in order, under new names. Everything that they make is removed when the checks are over. */
export async function sendAgain(
  verification: Verification,
  examples: readonly ApiExample[],
): Promise<{ readonly answers: readonly ApiAnswer[]; readonly blind: string | undefined }> {
  // Without an observer nobody can place a model, so /predict answers with a failure of EFS.
  const { observer, blind } = await observeIfPossible(verification)
  const { model } = observer ? await placeModel(verification) : { model: 'digits' }
  const renamed = new Map<string, string>([['digits', model]])
  for (const key of examples.map(({ request }) => request.key)) {
    if (typeof key !== 'string' || !key.startsWith('inputs/example-') || renamed.has(key)) continue
    const { key: passing, fileId } = passingObject(verification, 'inputs', key.slice('inputs/'.length))
    renamed.set(key, passing).set(fileIdOf(key), fileId)
  }
  await putExample(verification, renamed.get('inputs/example-digit.json'))
  const answers: ApiAnswer[] = []
  for (const { path, request } of examples) {
    const body = Object.fromEntries(
      Object.entries(request).map(([name, value]) => [name, renamed.get(String(value)) ?? value]),
    )
    const answer = await verification.api.post(path, body, verification.signal)
    answers.push(answer)
    // If the Producer cannot fetch a file, the observer writes it, because the next examples need it.
    const content = answer.statusCode >= 500 ? await contentOf(path, request) : undefined
    if (content) await observer?.write(`inputs/${fileIdOf(String(body.key))}`, content)
  }
  return { answers, blind }
}

async function contentOf(path: string, { key, data }: ApiExample['request']): Promise<Uint8Array | undefined> {
  if (path !== '/ingest') return undefined
  if (typeof data === 'string') return Buffer.from(data, 'base64')
  return key === 'inputs/example-digit.json' ? (await digitSamples())[0]!.body : undefined
}

async function putExample(verification: Verification, key: string | undefined): Promise<void> {
  const [sample] = await digitSamples()
  if (key) {
    await verification.clients.s3.send(
      new PutObjectCommand({ Bucket: verification.system.bucketName, Key: key, Body: sample!.body }),
    )
  }
}
