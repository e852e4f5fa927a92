/** S3 keeps times to the second, so that a listing and a HEAD say the same. */
export function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
