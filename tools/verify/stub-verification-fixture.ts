import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { silent } from '../command/progress.ts'
import { stubAws } from '../command/stub-aws-fixture.ts'
import type { ApiAnswer } from '../exercise/api-client.ts'
import type { Criterion } from './criterion.ts'
import type { Verification } from './verification.ts'

type Posted = Partial<ApiAnswer> & Pick<ApiAnswer, 'statusCode'>

export interface StubOptions extends Partial<Verification> {
  /** The answers of AWS by the name of the operation. */
  readonly aws?: Parameters<typeof stubAws>[0]
  /** The answer of the API to each POST. */
  readonly post?: (path: string, body: any, count: number) => Posted
  /** What an earlier check has made, by its key. */
  readonly made?: Readonly<Record<string, unknown>>
}

/**
 * A verification without a system, whose checks get these answers. `asked` has the calls of AWS, `undo` does what is
 * registered for the end. For tests only.
 */
export function stubVerification({ aws = {}, post, made = {}, ...more }: StubOptions = {}) {
  const { connection, asked } = stubAws(aws)
  const { clients } = connection
  const things = new Map<string, unknown>(Object.entries(made))
  const undoings: (() => Promise<unknown>)[] = []
  const posts: [path: string, body: unknown][] = []
  const verification = {
    connection,
    system: {
      prefix: 'demo',
      stackId: 'the stack',
      bucketName: 'demo-models',
      producer: { functionName: 'demo-producer', logGroupName: '/demo/producer' },
      consumer: { functionName: 'demo-consumer', logGroupName: '/demo/consumer' },
    },
    clients: {
      cloudFormation: clients.get(CloudFormationClient),
      lambda: clients.get(LambdaClient),
      logs: clients.get(CloudWatchLogsClient),
      s3: clients.get(S3Client),
    },
    api: {
      post: async (path: string, body: unknown) => {
        posts.push([path, body])
        return post!(path, body, posts.length)
      },
    },
    quick: false,
    undisturbed: false,
    patienceMs: 60_000,
    progress: silent,
    leftBefore: new Set<string>(),
    once: async (key: string, make: () => Promise<unknown>) => {
      if (!things.has(key)) things.set(key, make())
      return things.get(key)
    },
    afterwards: (undo: () => Promise<unknown>) => {
      undoings.push(undo)
      return async () => void (await undo())
    },
    ...more,
  } as unknown as Verification
  return { verification, asked, posts, undoings }
}

/** What a check reports: its observations, the sentences that do not hold, and what it leaves to the reader. */
export async function findingsOf({ check }: Criterion, verification: Verification) {
  const found = { observed: [] as string[], broken: [] as string[], left: [] as string[] }
  await check(verification, {
    observed: (source, observation) => void found.observed.push(`${source}: ${observation}`),
    expect: (holds, otherwise) => void (holds || found.broken.push(otherwise)),
    leaveToReader: reason => void found.left.push(reason),
  })
  return found
}
