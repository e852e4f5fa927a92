import { Upload } from '@aws-sdk/lib-storage'
import { seededBytes } from '../../exercise/large-object.ts'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'

const mebibyte = 2 ** 20

export const atomicRename: Criterion = {
  id: '2.5',
  claim: 'Data is written to a temporary file, which is renamed atomically to its final path.',
  builtIn: ['functions/working-set/staged-file.ts'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const observer = await observe(verification)
    await requireUsable(verification, 'producer')
    const bytes = (verification.quick ? 64 : 256) * mebibyte
    const { key, path } = passingObject(verification, 'inputs', 'watched')
    const params = { Bucket: verification.system.bucketName, Key: key, Body: seededBytes(bytes, 1) }
    await new Upload({ client: verification.clients.s3, params, partSize: 16 * mebibyte, queueSize: 2 }).done()
    observed('S3 multipart upload', `${key}, ${bytes} bytes`)

    // The observer is warm, so it watches from the beginning. API Gateway waits for half a minute at most.
    const watching = observer.watch(path, 60_000)
    // The failure is reported below, after that of the ingest.
    watching.catch(() => undefined)
    const { statusCode, body } = await verification.api.post('/ingest', { key }, verification.signal)
    observed('POST /ingest of that key', `${statusCode} ${body?.status ?? body?.error}, ${body?.bytes} bytes`)
    expect(statusCode === 201, `The object was answered ${statusCode} ${JSON.stringify(body)}`)
    if (statusCode !== 201) return
    const seen = await watching
    const finals = seen.flatMap(({ final }) => final ?? [])
    const inodes = [...new Set(finals.map(({ ino }) => ino))]
    const firstFinal = seen.findIndex(({ final }) => final !== null)
    const isFinal = ({ ino }: { ino: number }) => inodes.includes(ino)
    const staged = seen.slice(0, Math.max(firstFinal, 0)).flatMap(state => state.staged.filter(isFinal))
    const sizes = [...new Set(staged.map(({ size }) => size))]
    const stays = seen.at(-1)?.staged.some(isFinal) ?? false
    observed(
      'the observer function, while it arrived',
      `${seen.length} states; in .staging inode ${staged.length > 0 ? inodes[0] : 'none of the final one'}, ` +
        `${sizes.length} sizes from ${sizes[0] ?? '-'} to ${sizes.at(-1) ?? '-'} bytes, before the final name was there; ` +
        `under the final name inode ${inodes.join(', ') || 'none'}, at first sight ${finals[0]?.size ?? 'no'} bytes; ` +
        `the temporary name ${stays ? 'stays' : 'is gone'}`,
    )
    expect(finals.length > 0, 'The file did not appear under its name')
    expect(
      finals.every(({ size }) => size === bytes),
      'The file was seen under its final name before it was complete',
    )
    expect(inodes.length <= 1, `The final name had ${inodes.length} different inodes`)
    expect(staged.length > 0, 'The file was not seen in .staging before it had its final name')
    expect(!stays, 'The temporary name is still there beside the final one')
  },
}
