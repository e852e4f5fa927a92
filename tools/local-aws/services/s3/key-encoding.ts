/**
 * As S3 writes keys in event records and, with `encoding-type=url`, in listings: form encoding, so a space is `+`,
 * but slashes stay. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function urlEncodedKey(key: string): string {
  return new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/')
}
