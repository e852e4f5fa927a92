/** The size of the ranges in which a large object is downloaded. */
export const partBytes = 8 * 1024 ** 2
const mostLanes = 12
// The memory of Node, the SDK and one download, without any part.
const baseMegabytes = 160

/**
 * The number of ranges to download at the same time. S3 serves about 90 MB/s a connection and recommends ranges of 8 to
 * 16 MB (docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html); an execution
 * environment begins with 1.1 GB/s (arXiv 2501.07771, section 4.2). Half of the memory is left for everything else.
 */
export function lanesFor(memoryMegabytes: number): number {
  const forParts = ((memoryMegabytes - baseMegabytes) * 1024 ** 2) / 2
  return Math.min(mostLanes, Math.max(1, Math.floor(forParts / partBytes)))
}
