/**
 * The size of /tmp for these models: room for a copy of the largest one and for one that is about to be replaced. Lambda
 * gives 512 to 10,240 MB (docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html).
 */
export function ephemeralMb(sizesMib: readonly number[]): number {
  return Math.min(10_240, Math.max(512, 2 * Math.max(...sizesMib) + 48))
}
