/** S3 stores times in whole seconds, so that a listing and a HEAD give the same time. */
export function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
