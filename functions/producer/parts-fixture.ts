import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { fileIdOf } from '../working-set/file-id.ts'
import { startProducer } from './producer-fixture.ts'

const mebibyte = 1024 ** 2
/** Bytes in which no two parts are alike. */
export function bytesOf(megabytes: number, seed = 1): Buffer {
  const data = Buffer.alloc(megabytes * mebibyte + 12_345)
  for (let at = 0; at + 4 <= data.length; at += 4096) data.writeUInt32LE(at * 31 + seed, at)
  return data
}

/** The first byte of a requested range. */
export const beginOf = (range: string | undefined) => Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)

/** Starts a Producer whose bucket has this object. */
export async function startWith(t: Test, data: Buffer, options: Parameters<typeof startProducer>[1] = {}) {
  const producer = await startProducer(t, options)
  producer.bucket.objects.set('models/m', data)
  const copied = () => {
    const path = join(producer.mountPath, 'models/m')
    return existsSync(path) ? readFileSync(path) : undefined
  }
  const origin = () =>
    JSON.parse(readFileSync(join(producer.mountPath, '.origins', `${fileIdOf('models/m')}.json`), 'utf8'))
  return { ...producer, copied, origin }
}
