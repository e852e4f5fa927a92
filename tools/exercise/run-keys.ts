import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3'

export interface RunKeys {
  readonly input: string
  /** The name that /predict takes. */
  readonly modelName: string
  readonly model: string
  readonly large: string
}

/**
 * Chooses the keys of one exercise: plain names on a fresh system, names with a time after an earlier exercise. A file
 * that is on EFS already would be answered "exists", and an existing model arrives in no time.
 */
export async function runKeys(
  s3: S3Client,
  Bucket: string,
  names: { readonly input: string; readonly largeBytes: number },
): Promise<RunKeys> {
  const plain = keysOf(names, '')
  const used = await Promise.all([plain.input, plain.model, plain.large].map(Key => exists(s3, Bucket, Key)))
  return used.some(Boolean) ? keysOf(names, `-${new Date().toISOString().replace(/\D/g, '')}`) : plain
}

function keysOf({ input, largeBytes }: { input: string; largeBytes: number }, suffix: string): RunKeys {
  return {
    input: input.replace(/(\.\w+)$/, `${suffix}$1`),
    modelName: `digits${suffix}`,
    model: `models/digits${suffix}.onnx`,
    large: `inputs/large-${largeBytes}${suffix}.bin`,
  }
}

async function exists(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket, Key }))
    return true
  } catch (error) {
    if (error instanceof NotFound) return false
    throw error
  }
}
