// What starts the inference process.
export function inferenceCommand(program: string, _memoryMb: number): [string, ...string[]] {
  return [process.execPath, program]
}
