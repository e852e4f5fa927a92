import { randomUUID } from 'node:crypto'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { fileIdOf } from '../../../functions/working-set/file-id.ts'
import type { Verification } from '../verification.ts'
import { observeIfPossible } from './observer.ts'

export interface PassingObject {
  readonly key: string
  readonly fileId: string
  /** Where its copy is, below the mount. */
  readonly path: string
}

/** A key that nobody has used. Its object, its copy on EFS and its results go when the checks are over. */
export function passingObject(look: Verification, folder: 'inputs' | 'models', name: string): PassingObject {
  const key = `${folder}/verify-${name}-${randomUUID()}${folder === 'models' ? '.onnx' : ''}`
  return passing(look, key)
}

/** A key that is known already, such as one made of a content's hash. */
export function passing(look: Verification, key: string): PassingObject {
  const fileId = fileIdOf(key)
  const path = key.startsWith('models/') ? key : `inputs/${fileId}`
  look.afterwards(async () => {
    // Where nobody can look nobody could write, except an environment with a mount from before.
    const { observer } = await observeIfPossible(look)
    await observer?.remove(path, `.origins/${fileId}.json`, `outputs/${fileId}.result`)
  })
  for (const Key of [key, `outputs/${fileId}.result`]) {
    look.afterwards(() => look.clients.s3.send(new DeleteObjectCommand({ Bucket: look.system.bucketName, Key })))
  }
  return { key, fileId, path }
}
