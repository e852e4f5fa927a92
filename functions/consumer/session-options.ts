import type { InferenceSession } from 'onnxruntime-node'

const memoryOfOneCpu = 1769 // MB; Lambda gives processor in proportion (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html)

export function sessionOptions(memoryMb: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    // More threads than processors would only wait for one another.
    intraOpNumThreads: Math.max(1, Math.ceil(memoryMb / memoryOfOneCpu)),
    interOpNumThreads: 1,
    // An arena keeps the most memory that any run ever needed: 270 MB more after an input of 63 MiB, and no gain in
    // speed.
    enableCpuMemArena: false,
    // Fatal only: the runtime writes its own lines to stderr, and it also throws every error that it logs.
    logSeverityLevel: 4,
  }
}
