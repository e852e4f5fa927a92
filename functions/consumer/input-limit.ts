// An input takes at least this many times its size: the text is in both processes, and a tensor of long numbers is as
// large. What it takes beyond that depends on its shapes (inference/room.ts).
const leastTimes = 3
// Much larger data belongs in a model's external data or in several inputs.
const largestBytes = 64 * 1024 * 1024

/** The largest size of an input, in bytes, if this much memory is left for it. */
export function inputLimit(roomBytes: number): number {
  return Math.min(largestBytes, Math.floor(roomBytes / leastTimes))
}
