import { join } from 'node:path'
import { Inference } from './inference.ts'
import { inferenceCommand } from './inference-command.ts'

const memoryMb = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0)

/** In the zip, the program lies beside the bundle of this one (tools/package/bundle-function.ts). */
export const inference = new Inference({
  command: inferenceCommand(join(__dirname, 'inference.js'), memoryMb),
  memoryMb,
})
