// The least that an input takes for each byte: the text in both processes, and a tensor of long numbers. What it takes beyond
// that depends on its shapes (inference/room.ts).
const leastTimes = 3
// Far larger ones belong into a model's external data or into several inputs.
const largestBytes = 64 * 1024 * 1024

/** How many bytes an input may have where this much memory is left for it. */
export function inputLimit(roomBytes: number): number {
  return Math.min(largestBytes, Math.floor(roomBytes / leastTimes))
}
