import type { Evaluation } from './evaluation.ts'
import type { Failures } from './failures.ts'
import type { StackRun } from './stack-run.ts'

/** Evaluates the outputs when every resource exists. If an exported name is taken, the whole stack fails. */
export function publishOutputs({ stack, state }: StackRun, evaluation: Evaluation, failures: Failures): void {
  const outputs = evaluation.outputs()
  const refusal = state.exports.reasonRefused(stack, outputs)
  if (refusal) {
    failures.because(refusal)
    return
  }
  stack.outputs = outputs
  stack.imports = evaluation.imports
}
