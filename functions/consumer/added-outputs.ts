import { appendFile } from 'node:fs/promises'
import type { AddedOutput } from './model-interface.ts'

/**
 * Adds outputs to the model at this path without reading the model, or returns the model in memory with them. Protobuf
 * messages that are encoded one after the other are read as one merged message (protobuf.dev/programming-guides/encoding,
 * "Last One Wins"). The runtime infers the types of the outputs.
 */
export async function addOutputs<Model extends string | Uint8Array>(
  model: Model,
  outputs: readonly AddedOutput[],
): Promise<Model | Buffer> {
  if (outputs.length === 0) return model
  const added = bytesField(7, Buffer.concat(outputs.map(graphPart)))
  if (typeof model !== 'string') return Buffer.concat([model, added])
  await appendFile(model, added)
  return model
}

// Field numbers: onnx/onnx.proto3 in github.com/onnx/onnx.
function graphPart({ name, repeats }: AddedOutput): Buffer {
  const output = bytesField(12, bytesField(1, name))
  if (repeats === undefined) return output
  const node = [bytesField(1, repeats), bytesField(2, name), bytesField(4, 'Identity')]
  return Buffer.concat([bytesField(1, Buffer.concat(node)), output])
}

// A field of wire type 2. Its number is below 16 and so takes one byte.
function bytesField(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string)
  return Buffer.concat([Buffer.of(number * 8 + 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) + 0x80)
  return Buffer.from([...bytes, value])
}
