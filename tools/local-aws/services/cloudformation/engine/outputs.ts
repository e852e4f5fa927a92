import type { Evaluation } from './evaluation.ts'
import type { Failures } from './failures.ts'
import type { StackRun } from './stack-run.ts'

/** Evaluates the outputs when every resource is there. Exporting a name that is taken fails the whole stack. */
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
