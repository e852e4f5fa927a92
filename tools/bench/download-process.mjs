// Downloads an object in ranges of 8 MiB by so many connections, throws it away, and prints how many milliseconds it took.
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'

const { bucket, key, bytes, connections } = JSON.parse(process.argv[2])
const partBytes = 8 * 1024 ** 2
const s3 = new S3Client({ forcePathStyle: true, responseChecksumValidation: 'WHEN_REQUIRED' })
let next = 0

async function connection() {
  while (next < bytes) {
    const begin = next
    next = Math.min(begin + partBytes, bytes)
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${begin}-${next - 1}` }),
    )
    for await (const _ of Body);
  }
}

const startedAt = performance.now()
await Promise.all(Array.from({ length: connections }, connection))
console.log(performance.now() - startedAt)
s3.destroy()
