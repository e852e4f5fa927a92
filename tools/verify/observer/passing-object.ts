import { randomUUID } from 'node:crypto'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { fileIdOf } from '../../../functions/working-set/file-id.ts'
import type { Verification } from '../verification.ts'
import { observeIfPossible } from './observer.ts'

export interface PassingObject {
  readonly key: string
  readonly fileId: string
  /** Path of its copy, relative to the mount. */
  readonly path: string
}

/** An object with a new key. The object, its copy on EFS and its results are removed when the checks are over. */
export function passingObject(verification: Verification, folder: 'inputs' | 'models', name: string): PassingObject {
  const key = `${folder}/verify-${name}-${randomUUID()}${folder === 'models' ? '.onnx' : ''}`
  return passing(verification, key)
}

/** An object whose key is known already, such as one made from a content's hash. */
export function passing(verification: Verification, key: string): PassingObject {
  const fileId = fileIdOf(key)
  const path = key.startsWith('models/') ? key : `inputs/${fileId}`
  verification.afterwards(async () => {
    // Without an observer no function could write, except an environment with an earlier mount.
    const { observer } = await observeIfPossible(verification)
    await observer?.remove(path, `.origins/${fileId}.json`, `outputs/${fileId}.result`)
  })
  for (const Key of [key, `outputs/${fileId}.result`]) {
    verification.afterwards(() =>
      verification.clients.s3.send(new DeleteObjectCommand({ Bucket: verification.system.bucketName, Key })),
    )
  }
  return { key, fileId, path }
}
