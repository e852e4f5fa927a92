import { setStackStatus } from '../stack-events.ts'
import { deleteResources } from './delete-resources.ts'
import { deleteStack, recordDeletion } from './delete-stack.ts'
import { validateEarly } from './early-validation.ts'
import { Evaluation } from './evaluation.ts'
import { Failures } from './failures.ts'
import { makeResource, recordFailure } from './make-resource.ts'
import { publishOutputs } from './outputs.ts'
import { missingParameterValues } from './parameter-existence.ts'
import type { StackRun } from './stack-run.ts'
import { statusReason } from './status-reason.ts'
import { walk } from './walk.ts'

/** Creates everything, or follows the stack's OnFailure. For a nested stack the parent decides. */
export async function createStack(run: StackRun): Promise<boolean> {
  const { stack, state } = run
  setStackStatus(stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  const failures = new Failures()
  await failures.from(() => provision(run, failures))
  if (!failures.any) {
    setStackStatus(stack, 'CREATE_COMPLETE')
    return true
  }
  // DeleteStack has interrupted the creation, and continues from here.
  if (run.signal.aborted && !run.parent) return false
  if (run.parent || stack.onFailure === 'DO_NOTHING') {
    setStackStatus(stack, 'CREATE_FAILED', String(failures))
  } else if (stack.onFailure === 'DELETE') {
    await deleteStack({ ...run, signal: state.signal }, { reason: `${failures} Delete requested by user.` })
  } else {
    await rollBack({ ...run, signal: state.signal }, failures)
  }
  return false
}

async function provision(run: StackRun, failures: Failures): Promise<void> {
  const evaluation = new Evaluation(run.account, run.stack)
  const missing = missingParameterValues(run.account, run.stack.definition)
  if (missing) return failures.because(`${missing}.`)
  if (!validateEarly(run, failures)) return
  await walk({
    ids: evaluation.logicalIds,
    dependenciesOf: id => evaluation.dependenciesOf(id),
    signal: run.signal,
    apply: (logicalId, signal) =>
      run.activity.during(() => makeResource({ run, evaluation, logicalId, signal }, evaluation.properties(logicalId))),
    failed: (logicalId, error) => {
      failures.add('create', logicalId)
      recordFailure({ run, evaluation, logicalId }, 'CREATE_FAILED', statusReason(error, run.requestToken))
    },
    cancelled: logicalId => {
      failures.add('create', logicalId)
      recordFailure({ run, evaluation, logicalId }, 'CREATE_FAILED', 'Resource creation cancelled')
    },
  })
  if (run.signal.aborted && !failures.any) failures.because('Resource creation cancelled')
  if (!failures.any) publishOutputs(run, evaluation, failures)
}

async function rollBack(run: StackRun, failures: Failures): Promise<void> {
  const { stack } = run
  setStackStatus(stack, 'ROLLBACK_IN_PROGRESS', `${failures} Rollback requested by user.`)
  const failedDeletions = new Failures()
  const complete = await deleteResources({
    run,
    resources: [...stack.resources.values()],
    failures: failedDeletions,
    retains: ({ deletionPolicy }) => deletionPolicy === 'Retain' && !stack.retainExceptOnCreate,
    settled: recordDeletion(stack),
  })
  stack.outputs = []
  if (complete) setStackStatus(stack, 'ROLLBACK_COMPLETE')
  else setStackStatus(stack, 'ROLLBACK_FAILED', String(failedDeletions))
}
