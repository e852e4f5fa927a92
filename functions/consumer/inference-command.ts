/**
 * The command that starts the inference process. V8 may have half of the memory, most of which lies outside of its
 * heap. V8 itself reports when its heap is full, so an input of nothing but small values ends this process and not the
 * environment. If the memory is unknown (0), V8 decides.
 */
export function inferenceCommand(program: string, memoryMb: number): [string, ...string[]] {
  const heap = memoryMb ? [`--max-old-space-size=${Math.floor(memoryMb / 2)}`] : []
  return [process.execPath, '--expose-gc', ...heap, program]
}
