/**
 * What starts the inference process. V8 may have a half of the memory, most of which lies outside of its heap: it says that there
 * is no more, and so an input that is all small values ends this process and not the environment. Where nobody says how much there is
 * V8 decides.
 */
export function inferenceCommand(program: string, memoryMb: number): [string, ...string[]] {
  const heap = memoryMb ? [`--max-old-space-size=${Math.floor(memoryMb / 2)}`] : []
  return [process.execPath, '--expose-gc', ...heap, program]
}
