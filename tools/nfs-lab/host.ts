import { S3Client } from '@aws-sdk/client-s3'
import { Bucket } from '../../functions/bucket/bucket.ts'
import { createHandler as createConsumer } from '../../functions/consumer/handler.ts'
import { Inference } from '../../functions/consumer/inference.ts'
import { inferenceCommand } from '../../functions/consumer/inference-command.ts'
import { sessionOptions } from '../../functions/consumer/session-options.ts'
import { SharedFileSystem } from '../../functions/consumer/shared-file-system/shared-file-system.ts'
import { createLogger } from '../../functions/log/logger.ts'
import { createHandler as createProducer } from '../../functions/producer/handler.ts'
import type { FromHost, HostParts, ToHost } from './host-messages.ts'
import { holdCall } from './hold-call.ts'
import { shiftClock } from './shift-clock.ts'

/*
 * A host is like an execution environment of Lambda: a process of its own, on one of the mounts. If a mount hangs, only
 * this process's threads hang. It has both handlers, and messages say which one to call.
 */

type Handlers = Record<'producer' | 'consumer', (event: unknown, context: never) => Promise<unknown>>

let handlers: Handlers | undefined
let goOn = () => {}
const send = (message: FromHost) => void process.send?.(message)

// The host ends with the test. A thread that hangs in NFS must not keep the process alive.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('message', (message: ToHost) => {
  if ('start' in message) {
    handlers = createHandlers(message.start)
    send({ ready: true })
  } else if ('hold' in message) {
    const { reached, letGo } = holdCall(message.hold, message.text)
    goOn = letGo
    send({ holds: true })
    void reached.then(() => send({ held: true }))
  } else if ('letGo' in message) goOn()
  else void answer(message)
})

function createHandlers({ s3Endpoint, inferenceProgram, clockOffsetMs = 0, ...parts }: HostParts): Handlers {
  shiftClock(clockOffsetMs)
  const s3 = new S3Client({
    endpoint: s3Endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 2,
  })
  const logger = createLogger({ write: line => send({ log: JSON.parse(line) }) })
  return {
    producer: createProducer({ s3, logger, ...parts }),
    consumer: createConsumer({
      openBucket: async () => new Bucket(s3, parts.bucketName),
      inference: new Inference({ command: inferenceCommand(inferenceProgram, 0), memoryMb: 0 }),
      logger,
      sessionOptions: sessionOptions(0),
      storage: new SharedFileSystem({ mountPath: parts.mountPath, deadlineMs: parts.efsDeadlineMs }),
    }),
  }
}

async function answer({ id, call, event }: Extract<ToHost, { id: number }>): Promise<void> {
  try {
    const result = await handlers![call](event, { awsRequestId: `request-${id}` } as never)
    send({ id, result })
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string }
    send({ id, error: { name, message, ...(code !== undefined && { code }) } })
  }
}
