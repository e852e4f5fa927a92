import type { InferenceSession } from 'onnxruntime-node'

const memoryOfOneCpu = 1769 // MB; Lambda gives processor in proportion (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html)

export function sessionOptions(memoryMb: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    // More threads than processors only wait for one another.
    intraOpNumThreads: Math.max(1, Math.ceil(memoryMb / memoryOfOneCpu)),
    interOpNumThreads: 1,
    // An arena keeps the most that any run has ever needed: 270 MB more after an input of 63 MiB, without being faster.
    enableCpuMemArena: false,
    // Fatal only: the runtime writes its own lines to stderr, and what it complains about is thrown as well.
    logSeverityLevel: 4,
  }
}
