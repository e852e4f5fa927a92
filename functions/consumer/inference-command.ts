/**
 * The command that starts the inference process. V8 may have half of the memory, most of which lies outside of its
 * heap. V8 itself reports when its heap is full, so an input of nothing but small values ends this process and not the
 * environment. The young generation comes on top: three semi-spaces, which Node.js 24 would let grow to 64 MB each, where
 * earlier versions have 16 (heap_size_limit of node:v8, beside 200 MB: 392 and 248 MB). If the memory is unknown (0), V8
 * decides.
 */
export function inferenceCommand(program: string, memoryMb: number): [string, ...string[]] {
  const heap = memoryMb ? [`--max-old-space-size=${Math.floor(memoryMb / 2)}`, '--max-semi-space-size=16'] : []
  return [process.execPath, '--expose-gc', ...heap, program]
}
