const mebibyte = 1024 ** 2

/**
 * The large objects that the verification moves after the logs of the bundle were read: stated here once, because the
 * criteria say them in bytes only when they run. A test compares with what the example's criteria observed.
 */
export interface VerificationUsage {
  /** 2.5: an object that is watched while the Producer copies it to EFS. */
  readonly watchedBytes: number
  /** 2.6: a whole GiB that the Producer copies to EFS, and that is read back to be hashed. */
  readonly wholeBytes: number
  /** Objects in the bucket: these two, the part that the GiB is made of, and one of a GiB and a byte, which is refused. */
  readonly bucketBytes: number
  /** PUT, POST and COPY requests of their uploads. */
  readonly puts: number
  /** A HEAD and a GET for each object copied, a HEAD for the one that is refused. */
  readonly gets: number
}

export function verificationUsage({ quick }: { readonly quick: boolean }): VerificationUsage {
  const watchedBytes = (quick ? 64 : 256) * mebibyte
  const wholeBytes = 1024 * mebibyte
  const partBytes = 128 * mebibyte
  const copies = wholeBytes / partBytes
  return {
    watchedBytes,
    wholeBytes,
    bucketBytes: watchedBytes + partBytes + 2 * wholeBytes + 1,
    // Parts of 16 MiB and two ends; the part; its copies and two ends; the same and a byte.
    puts: watchedBytes / (16 * mebibyte) + 2 + 1 + (copies + 2) + (copies + 3),
    gets: 2 * 2 + 1,
  }
}
