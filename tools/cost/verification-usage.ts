const mebibyte = 1024 ** 2

/**
 * The large objects that the verification moves after the logs of the bundle were read. They are stated here once,
 * because the criteria report the bytes only when they run. Tests compare them with the observations of the example's
 * criteria, and with the claims' own sizes.
 */
export interface VerificationUsage {
  /** 2.5: an object that the check watches while the Producer copies it to EFS. */
  readonly watchedBytes: number
  /** 2.6: a whole GiB that the Producer copies to EFS, and that is read back to be hashed. */
  readonly wholeBytes: number
  /** C1: a model that its S3 event brings to EFS. */
  readonly claimedBytes: number
  /** How often the model is read from EFS: by each environment that loads it (C1, C2, C4), and to be hashed (C2). */
  readonly claimedReads: number
  /**
   * The objects in the bucket: these three, the part from which the GiB is made, and a refused one of a GiB and a byte.
   */
  readonly bucketBytes: number
  /** PUT, POST and COPY requests of their uploads. */
  readonly puts: number
  /** A HEAD and a GET for each copied object, a HEAD for the refused one. */
  readonly gets: number
}

export function verificationUsage({ quick }: { readonly quick: boolean }): VerificationUsage {
  const watchedBytes = (quick ? 64 : 256) * mebibyte
  const claimedBytes = (quick ? 32 : 300) * mebibyte
  const wholeBytes = 1024 * mebibyte
  const partBytes = 128 * mebibyte
  const copies = wholeBytes / partBytes
  return {
    watchedBytes,
    wholeBytes,
    claimedBytes,
    claimedReads: 1 + 4 + 1 + 1,
    bucketBytes: watchedBytes + claimedBytes + partBytes + 2 * wholeBytes + 1,
    // Parts of 16 MiB and two ends, twice; the part; its copies and two ends; the same and a byte.
    puts:
      watchedBytes / (16 * mebibyte) +
      2 +
      Math.ceil(claimedBytes / (16 * mebibyte)) +
      2 +
      1 +
      (copies + 2) +
      (copies + 3),
    gets: 3 * 2 + 1,
  }
}
