import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import { uploadInParts } from '../exercise/upload-in-parts.ts'
import { type SyntheticModel, writeSyntheticModel } from '../model/synthetic-model.ts'

/** A model of the comparison: its file on this machine, and its name in every store. */
export interface ComparedModel extends SyntheticModel {
  readonly name: string
  readonly sizeMib: number
}

const mebibyte = 1024 ** 2

/** The key of a model in the bucket, and its path in a package and on the file system. */
export function modelKey(name: string): string {
  return `models/${name}.onnx`
}

/** Writes a model of random weights, which cannot be compressed on the way. */
export async function makeModel(
  folder: string,
  model: { name: string; sizeMib: number; seed: number },
  signal?: AbortSignal,
): Promise<ComparedModel> {
  const { name, sizeMib, seed } = model
  const path = join(folder, `${name}.onnx`)
  const made = await writeSyntheticModel(path, { bytes: sizeMib * mebibyte, seed, signal })
  return { ...made, name, sizeMib }
}

/** Puts a model into the bucket. Its event makes the Producer copy it to the file system. */
export async function uploadModel(s3: S3Client, Bucket: string, { name, path }: ComparedModel): Promise<void> {
  await uploadInParts(s3, { Bucket, Key: modelKey(name), Body: createReadStream(path) })
}

export async function removeModel({ path }: ComparedModel): Promise<void> {
  await rm(path, { force: true })
}
