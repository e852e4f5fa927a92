import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import {
  CreateFileSystemCommand,
  DeleteFileSystemCommand,
  DescribeFileSystemsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import t, { type Test } from 'tap'
import { startLocalAws } from '../../../server.ts'

/** A file system from whose folder nothing can be removed, for the given reason, until the test ends. */
async function stuck(t: Test, code: string) {
  const sentences: string[] = []
  const aws = await startLocalAws({ diagnose: sentence => sentences.push(sentence) })
  t.teardown(() => aws.close())
  const efs = new EFSClient({ ...aws, maxAttempts: 1 })
  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'stuck' }))
  const { directory } = aws.account.efs.fileSystem(FileSystemId!)
  await fs.writeFile(`${directory}/open`, '')
  const { rm } = fs
  fs.rm = async (path, options) => {
    if (path === directory) throw Object.assign(new Error(code), { code })
    await rm(path, options)
  }
  syncBuiltinESMExports()
  t.teardown(() => {
    fs.rm = rm
    syncBuiltinESMExports()
  })
  // Each reading of the clock is a minute later, so that nothing waits.
  let minutes = 0
  t.intercept(performance, 'now', { value: () => 60_000 * (minutes += 1) })
  return { efs, FileSystemId, directory, sentences }
}

t.test('a file system with an open file can be deleted, and the operator sees its folder', async t => {
  const { efs, FileSystemId, directory, sentences } = await stuck(t, 'EBUSY')
  await t.resolves(efs.send(new DeleteFileSystemCommand({ FileSystemId })))
  t.equal(
    sentences.at(-1),
    `deletion of ${FileSystemId}: ${directory} remains, because files in it are in use or new: open`,
  )
  await t.rejects(efs.send(new DescribeFileSystemsCommand({ FileSystemId })), { name: 'FileSystemNotFound' })
})

t.test('a folder that cannot be removed for another reason is an error of the local AWS', async t => {
  const { efs, FileSystemId, sentences } = await stuck(t, 'EACCES')
  await t.rejects(efs.send(new DeleteFileSystemCommand({ FileSystemId })), {
    name: 'InternalFailure',
    $metadata: { httpStatusCode: 500 },
  })
  t.match(sentences.at(-1), /EACCES/)
})
