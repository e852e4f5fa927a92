/**
 * Encodes keys as S3 does in event records and, with `encoding-type=url`, in listings. It is form encoding, so a space
 * is `+`, but slashes are not encoded.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function urlEncodedKey(key: string): string {
  return new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/')
}
