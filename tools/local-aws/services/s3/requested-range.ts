import type { ByteRange } from './content/stored-content.ts'
import { S3Error } from './s3-errors.ts'

/**
 * The single range of `Range: bytes=…`. Anything else is ignored and the whole object is sent: "Amazon S3 doesn't
 * support retrieving multiple ranges of data per GET request."
 *
 * @throws AwsError InvalidRange 416
 */
export function requestedRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, from = '', to = ''] = match
  if (from === '') {
    const length = Math.min(Number(to), size)
    if (length === 0) throw notSatisfiable(header!, size)
    return { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return undefined
  if (first >= size) throw notSatisfiable(header!, size)
  return { first, last }
}

function notSatisfiable(header: string, size: number): S3Error {
  const details = { RangeRequested: header, ActualObjectSize: size }
  // Unlike RFC 9110, section 14.4, S3 sends no content-range: recorded/s3.yaml.
  return new S3Error('InvalidRange', 'The requested range is not satisfiable', 416, details)
}
