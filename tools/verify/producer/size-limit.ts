import { createHash } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { buffer } from 'node:stream/consumers'
import { seededBytes } from '../../exercise/large-object.ts'
import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'
import { waitUntil } from '../observer/wait-until.ts'
import type { Verification } from '../verification.ts'

const mebibyte = 2 ** 20
const gibibyte = 2 ** 30
const partBytes = 128 * mebibyte

export const sizeLimit: Criterion = {
  id: '2.6',
  claim: 'The Producer handles objects of up to 1 GB (1 GiB here), and refuses larger ones.',
  builtIn: ['functions/producer/object-copy.ts'],
  shownIn: ['report.json'],
  check: async (look, { saw, must }) => {
    const observer = await observe(look)
    const part = await passingObject(look, 'inputs', 'part')
    const content = await buffer(seededBytes(partBytes, 2))
    await look.clients.s3.send(new PutObjectCommand({ Bucket: look.system.bucketName, Key: part.key, Body: content }))

    const over = await passingObject(look, 'inputs', 'over-the-limit')
    await assemble(look, over.key, part.key, { extraByte: true })
    const refused = await look.api.post('/ingest', { key: over.key }, look.signal)
    const { error, bytes, limitBytes } = refused.body ?? {}
    saw('POST /ingest', `object of ${gibibyte + 1} bytes: ${refused.statusCode} ${error}, limitBytes ${limitBytes}`)
    must(
      refused.statusCode === 413 && error === 'TOO_LARGE' && bytes === gibibyte + 1 && limitBytes === gibibyte,
      `An object of 1 GiB and a byte was answered ${refused.statusCode} ${JSON.stringify(refused.body)}`,
    )
    const [absent] = await observer.look(over.path)
    must(absent!.type === 'none', `Of the refused object there is a ${absent!.type} on EFS`)

    // API Gateway gives up after 29 s, so the whole GiB comes by its event.
    const copies = look.quick ? 1 : gibibyte / partBytes
    const whole = await passingObject(look, 'models', 'large')
    await assemble(look, whole.key, part.key, { copies })
    await waitUntil(look, `the large object at /mnt/efs/${whole.path}`, async () => {
      const [state] = await observer.look(whole.path)
      return state!.type === 'file' ? state : undefined
    })
    const { sha256, file } = await observer.hash(whole.path)
    const expected = createHash('sha256')
    for (let index = 0; index < copies; index += 1) expected.update(content)
    saw('the observer function', `/mnt/efs/${whole.path}: ${file.size} bytes, SHA-256 ${sha256}`)
    if (look.quick) saw('the observer function', 'a quick run: an object of a whole GiB is left to a full one')
    must(file.size === copies * partBytes && sha256 === expected.digest('hex'), 'The copy on EFS is not the object')
  },
}

/** An object of many copies of one part, put together in S3: a GiB crosses no wire. */
async function assemble(
  { clients: { s3 }, system: { bucketName: Bucket } }: Verification,
  Key: string,
  source: string,
  { copies = gibibyte / partBytes, extraByte = false }: { copies?: number; extraByte?: boolean },
): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const Parts: CompletedPart[] = []
  try {
    for (let PartNumber = 1; PartNumber <= copies; PartNumber += 1) {
      const CopySource = `${Bucket}/${source}`
      const { CopyPartResult } = await s3.send(
        new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource }),
      )
      Parts.push({ PartNumber, ETag: CopyPartResult!.ETag })
    }
    if (extraByte) {
      const PartNumber = copies + 1
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: 'x' }))
      Parts.push({ PartNumber, ETag })
    }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }))
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
    throw error
  }
}
