import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { AwsRequest, AwsResponse } from '../../protocols/exchange.ts'
import type { LambdaFunction } from './function-model.ts'
import type { Account } from './operation.ts'

/** "a presigned URL that's valid for 10 minutes": docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
const validMs = 10 * 60_000

interface Download {
  readonly zipFile: string
  readonly until: number
}

/**
 * The links with which GetFunction lets its caller download a function's code, without further credentials.
 *
 * Unlike AWS: they lead to the local endpoint, where they look like objects of Lambda's bucket.
 */
export class CodeDownloads {
  readonly #account: Account
  readonly #downloads = new Map<string, Download>()

  constructor(account: Account) {
    this.#account = account
  }

  link({ functionName, code }: LambdaFunction): string {
    const { id, region, endpoint } = this.#account
    const now = this.#account.now().getTime()
    for (const [path, { until }] of this.#downloads) if (until < now) this.#downloads.delete(path)
    const secret = randomBytes(16).toString('hex')
    const path = `/awslambda-${region}-tasks/snapshots/${id}/${functionName}-${secret}`
    this.#downloads.set(path, { zipFile: code.zipFile, until: now + validMs })
    return `${endpoint}${path}`
  }

  /** Returns `undefined` if the request is no such link, or if the link has expired. */
  async answer({ method, path }: AwsRequest): Promise<AwsResponse | undefined> {
    const download = method === 'GET' ? this.#downloads.get(path) : undefined
    if (!download || download.until < this.#account.now().getTime()) return undefined
    return { statusCode: 200, headers: { 'content-type': 'application/zip' }, body: await readFile(download.zipFile) }
  }
}
