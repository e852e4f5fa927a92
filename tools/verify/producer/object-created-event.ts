import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { DeleteObjectCommand, GetBucketNotificationConfigurationCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { CommandError } from '../../command/command-error.ts'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'
import { waitUntil } from '../observer/wait-until.ts'
import type { Verification } from '../verification.ts'
import { logRecords } from './log-records.ts'

export const objectCreatedEvent: Criterion = {
  id: '2.4',
  claim: 'An object created under models/ is fetched from S3 and written to EFS by its event alone.',
  builtIn: ['cloudformation/bucket.yaml', 'functions/producer/object-event.ts'],
  shownIn: ['report.json', 'logs/producer.ndjson'],
  check: async (verification, { observed, expect }) => {
    const { s3 } = verification.clients
    const Bucket = verification.system.bucketName
    const observer = await observe(verification)
    await requireUsable(verification, 'producer')
    await requireNotification(verification)
    const elsewhere = `outputs/verify-${randomUUID()}`
    verification.afterwards(() => s3.send(new DeleteObjectCommand({ Bucket, Key: elsewhere })))
    await s3.send(new PutObjectCommand({ Bucket, Key: elsewhere, Body: 'not a model' }))

    const { key, path } = passingObject(verification, 'models', 'event')
    const content = randomBytes(5000)
    const since = new Date()
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: content }))
    observed('S3 PutObject', key)
    await waitUntil(verification, `${key} on EFS, after it was put into the bucket`, async () => {
      const [state] = await observer.stat(path)
      if (state!.type === 'file') return state
      // Lambda tries again a minute later. The check reports now what the Producer could not do in all its own
      // attempts.
      const records = await logRecords(verification, verification.system.producer.logGroupName, since, key, {
        wait: false,
      })
      const failed = records.find(({ level, outcome }) => level === 'ERROR' && outcome !== undefined)
      if (failed) throw new CommandError('EVENT_FAILED', `The Producer heard of ${key} and failed: ${failed.outcome}`)
      return undefined
    })
    const { sha256, file } = await observer.hash(path)
    observed('the observer function', `/mnt/efs/${path}: ${file.size} bytes, SHA-256 ${sha256}`)
    expect(sha256 === createHash('sha256').update(content).digest('hex'), 'The copy on EFS holds other bytes')

    const heard = await logRecords(verification, verification.system.producer.logGroupName, since, key)
    observed(
      'CloudWatch Logs FilterLogEvents',
      `the Producer says of it: ${heard.map(({ outcome }) => outcome).join(', ')}`,
    )
    const others = await logRecords(verification, verification.system.producer.logGroupName, since, elsewhere, {
      wait: false,
    })
    observed('CloudWatch Logs FilterLogEvents', `lines about ${elsewhere}: ${others.length}`)
    expect(others.length === 0, `The Producer was invoked for ${elsewhere} too`)
  },
}

/** Fails at once without a notification, since no event would ever come. @throws CommandError NO_NOTIFICATION */
async function requireNotification({ clients, system }: Verification): Promise<void> {
  const { LambdaFunctionConfigurations = [] } = await clients.s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: system.bucketName }),
  )
  const toProducer = LambdaFunctionConfigurations.some(
    ({ LambdaFunctionArn }) => LambdaFunctionArn?.split(':')[6] === system.producer.functionName,
  )
  if (!toProducer) throw new CommandError('NO_NOTIFICATION', `${system.bucketName} does not notify the Producer`)
}
