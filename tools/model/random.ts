import { createCipheriv, createHash } from 'node:crypto'

/** Draws the next bytes, as many as requested. */
export type RandomBytes = (length: number) => Buffer
/** Draws a number from 0 to below 1. */
export type Random = () => number

const zeros = Buffer.alloc(1024 * 1024)

/** Gives the same bytes for the same seed and purpose on every machine, at the speed of AES. At most 1 MiB a draw. */
export function randomBytes(seed: number, purpose: string): RandomBytes {
  const key = createHash('sha256').update(`${purpose} ${seed}`).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return length => cipher.update(zeros.subarray(0, length))
}

export function randomNumbers(seed: number, purpose: string): Random {
  const draw = randomBytes(seed, purpose)
  let block: Buffer = Buffer.alloc(0)
  let position = 0
  return () => {
    if (position === block.length) {
      block = draw(4096)
      position = 0
    }
    position += 4
    return block.readUInt32LE(position - 4) / 2 ** 32
  }
}

/** Shuffles by Fisher and Yates. */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1))
    const item = items[last]!
    items[last] = items[chosen]!
    items[chosen] = item
  }
  return items
}
