import { Failure } from '../failure/failure.ts'
import { usableMb, withReserveMb } from './memory-watch.ts'

const mebibyte = 1024 ** 2
// Measured with models of 100, 300 and 900 MiB (docs/decisions/0006-weights-outside.md): loading took at most 138, 365
// and 1,052 MiB. That is the weights, with one of them twice while the runtime rearranges it for the processor.
const timesBytes = 1.25
const besidesMb = 32

/** MB that a model takes if its files together have this many bytes. */
export function modelMb(bytes: number): number {
  return Math.ceil((bytes * timesBytes) / mebibyte) + besidesMb
}

/**
 * The same while a model is loaded from its bytes, which are in memory beside it until it is loaded (`npm run bench --
 * onnx-cold-start` prints the memory of both ways).
 */
export function sentModelMb(bytes: number): number {
  return modelMb(bytes) + Math.ceil(bytes / mebibyte)
}

/**
 * Refuses a model that the function's memory cannot hold even without other models. `memoryMb` is 0 if the memory is
 * unknown.
 */
export function checkModelFits(model: string, bytes: number, memoryMb: number, neededMb = modelMb(bytes)): void {
  const neededMemoryMb = withReserveMb(neededMb)
  if (memoryMb === 0 || neededMb <= usableMb(memoryMb)) return
  const message =
    `models/${model} has ${bytes} bytes, for which the function needs about ${neededMemoryMb} MB of memory; it has ${memoryMb} MB. ` +
    'Raise ConsumerMemorySize and deploy again.'
  throw new Failure('TOO_LARGE', message, { bytes, neededMemoryMb, memoryMb })
}
