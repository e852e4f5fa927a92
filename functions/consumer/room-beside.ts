import type { Room } from '../inference-protocol/messages.ts'
import { usableMb } from './memory-watch.ts'

// Assumed if the function's memory is unknown.
const usualMemoryMb = 4096

/**
 * The memory that an input and its outputs may take beside loaded models.
 *
 * @param modelsMb MB that these models take
 * @param functionMb memory of the function in MB; 0 if unknown
 */
export function roomBeside(modelsMb: number, functionMb: number): Room {
  const memoryMb = functionMb || usualMemoryMb
  return { bytes: Math.max(0, usableMb(memoryMb) - modelsMb) * 1024 ** 2, memoryMb }
}
