import { Upload } from '@aws-sdk/lib-storage'
import { seededBytes } from '../../exercise/large-object.ts'
import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'

const mebibyte = 2 ** 20

export const atomicRename: Criterion = {
  id: '2.5',
  claim: 'Data is written to a temporary file, which is renamed atomically to its final path.',
  builtIn: ['functions/working-set/staged-file.ts'],
  shownIn: ['requirements.json'],
  check: async (look, { saw, must }) => {
    const observer = await observe(look)
    const bytes = (look.quick ? 64 : 256) * mebibyte
    const { key, path } = await passingObject(look, 'models', 'watched')
    // The observer is warm, so it looks before the upload is over, and the event comes after that.
    const watching = observer.watch(path, look.patienceMs)
    const Body = seededBytes(bytes, 1)
    const params = { Bucket: look.system.bucketName, Key: key, Body }
    const [seen] = await Promise.all([
      watching,
      new Upload({ client: look.clients.s3, params, partSize: 16 * mebibyte, queueSize: 2 }).done(),
    ])
    const finals = seen.flatMap(({ final }) => final ?? [])
    const inodes = new Set(finals.map(({ ino }) => ino))
    const staged = seen.flatMap(state => state.staged.filter(({ ino }) => inodes.has(ino)))
    const growing = new Set(staged.map(({ size }) => size)).size
    saw('S3 multipart upload', `${key}, ${bytes} bytes`)
    saw(
      'the observer function',
      `while it arrived: ${seen.length} states, of which ${growing} of a growing file in .staging; ` +
        `under the final name ${[...new Set(finals.map(({ size }) => size))].join(', ') || 'no'} bytes, ` +
        `inode ${[...inodes].join(', ')} in both places`,
    )
    must(finals.length > 0, `The file did not appear under its name within ${look.patienceMs / 1000} s`)
    must(
      finals.every(({ size }) => size === bytes),
      'The file was seen under its final name before it was complete',
    )
    must(inodes.size <= 1, `The final name had ${inodes.size} different inodes`)
    must(growing > 1, 'No temporary file with the inode of the final one was seen growing')
    const left = seen.at(-1)!.staged.some(({ ino }) => inodes.has(ino))
    must(!left, 'The temporary name is still there beside the final one')
  },
}
