import type { Definition, StackResource } from '../stack.ts'
import { setStackStatus } from '../stack-events.ts'
import { deleteResources } from './delete-resources.ts'
import { validateEarly } from './early-validation.ts'
import { Evaluation } from './evaluation.ts'
import { Failures } from './failures.ts'
import { recordFailure } from './make-resource.ts'
import { publishOutputs } from './outputs.ts'
import { missingParameterValues } from './parameter-existence.ts'
import { restoreResource } from './restore-resource.ts'
import type { StackRun } from './stack-run.ts'
import { statusReason } from './status-reason.ts'
import { updateResource } from './update-resource.ts'
import { walk } from './walk.ts'

/** Brings a stack to a new definition, or back to the old one if that fails. */
export async function updateStack(run: StackRun, definition: Definition): Promise<boolean> {
  const update = new StackUpdate(run, definition)
  if (await update.apply()) {
    await update.cleanUp()
    return true
  }
  if (!run.state.closed) await update.rollBack(run)
  return false
}

/**
 * An update in its phases. A nested stack only applies its changes; when the whole tree has succeeded or failed, the
 * parent orders it to clean up or to roll back.
 */
export class StackUpdate {
  readonly #run: StackRun
  readonly #before: Pick<StackRun['stack'], 'definition' | 'outputs' | 'imports'>
  /** Every resource before the update. Records are never changed, so this is enough for a rollback. */
  readonly #resources: ReadonlyMap<string, StackResource>
  /** The resources that this update has begun to create or change. */
  readonly #touched = new Set<string>()
  /** Every resource after the failed update. It is kept, since a rollback may need several tries. */
  #attempted?: ReadonlyMap<string, StackResource>
  readonly #attemptedTags: Definition['tags']

  constructor(run: StackRun, definition: Definition) {
    const { stack } = run
    this.#run = run
    this.#before = { definition: stack.definition, outputs: stack.outputs, imports: stack.imports }
    this.#resources = new Map(stack.resources)
    this.#attemptedTags = definition.tags
    stack.definition = definition
  }

  async apply(): Promise<boolean> {
    const { stack, parent } = this.#run
    stack.lastUpdatedTime = new Date()
    setStackStatus(stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
    const failures = new Failures()
    await failures.from(() => this.#applyAll(failures))
    if (failures.any) {
      setStackStatus(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', String(failures))
      return false
    }
    if (parent) setStackStatus(stack, 'UPDATE_COMPLETE')
    return true
  }

  async #applyAll(failures: Failures): Promise<void> {
    const run = this.#run
    const evaluation = new Evaluation(run.account, run.stack)
    const missing = missingParameterValues(run.account, run.stack.definition)
    if (missing) return failures.because(`${missing}.`)
    if (!validateEarly(run, failures)) return
    const attempt = (logicalId: string) => (this.#resources.has(logicalId) ? 'update' : 'create')
    const fail = (logicalId: string, reason: string) => {
      failures.add(attempt(logicalId), logicalId)
      const status = attempt(logicalId) === 'update' ? 'UPDATE_FAILED' : 'CREATE_FAILED'
      recordFailure({ run, evaluation, logicalId }, status, reason)
    }
    await walk({
      ids: evaluation.logicalIds,
      dependenciesOf: id => evaluation.dependenciesOf(id),
      signal: run.signal,
      apply: (logicalId, signal) =>
        run.activity.during(() =>
          updateResource({ run, evaluation, logicalId, signal }, this.#resources.get(logicalId), {
            touched: () => this.#touched.add(logicalId),
            previousTags: this.#before.definition.tags,
          }),
        ),
      failed: (logicalId, error) => fail(logicalId, statusReason(error, run.requestToken)),
      cancelled: logicalId => {
        // A resource that was only compared has nothing to report.
        if (this.#touched.has(logicalId)) fail(logicalId, `Resource ${attempt(logicalId)} cancelled`)
      },
    })
    if (run.signal.aborted && !failures.any) failures.because('User Initiated')
    if (!failures.any) publishOutputs(run, evaluation, failures)
  }

  /** Deletes the replaced and removed resources. A failure here does not fail the update. */
  async cleanUp(): Promise<void> {
    const { stack, nestedUpdates } = this.#run
    setStackStatus(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
    await Promise.all([...nestedUpdates.values()].map(nested => nested.cleanUp()))
    const evaluation = new Evaluation(this.#run.account, stack)
    const dropped = (id: string) => !evaluation.logicalIds.includes(id)
    const old = [...this.#resources.values()].filter(
      ({ logicalId, physicalId }) => dropped(logicalId) || stack.resources.get(logicalId)?.physicalId !== physicalId,
    )
    for (const { logicalId } of old) if (dropped(logicalId)) stack.resources.delete(logicalId)
    const failures = new Failures()
    await deleteResources({
      run: this.#run,
      resources: old,
      failures,
      retains: ({ logicalId, deletionPolicy, updateReplacePolicy }) =>
        (dropped(logicalId) ? deletionPolicy : updateReplacePolicy) !== 'Delete',
    })
    const left = failures.any ? 'Update successful. One or more resources could not be deleted.' : undefined
    setStackStatus(stack, 'UPDATE_COMPLETE', left)
  }

  /** `run` is the rollback's own run: the update's signal may have ended the update. */
  async rollBack(updateRun: StackRun, skip: readonly string[] = []): Promise<boolean> {
    const { stack, state } = this.#run
    const run: StackRun = { ...this.#run, clients: updateRun.clients, signal: state.signal }
    if (stack.status !== 'UPDATE_ROLLBACK_IN_PROGRESS') setStackStatus(stack, 'UPDATE_ROLLBACK_IN_PROGRESS')
    this.#attempted ??= new Map(stack.resources)
    stack.definition = this.#before.definition
    stack.outputs = this.#before.outputs
    stack.imports = this.#before.imports
    const failures = new Failures()
    const restored = await this.#restoreAll(run, skip, failures)
    if (!restored) {
      state.failedRollbacks.set(stack.stackId, this)
      setStackStatus(stack, 'UPDATE_ROLLBACK_FAILED', String(failures))
      return false
    }
    state.failedRollbacks.delete(stack.stackId)
    await this.#dropNew(run, this.#attempted)
    return true
  }

  async #restoreAll(run: StackRun, skip: readonly string[], failures: Failures): Promise<boolean> {
    const changed = [...this.#touched].filter(id => this.#resources.has(id) && !skip.includes(id))
    for (const id of skip) if (this.#resources.has(id)) run.stack.resources.set(id, this.#resources.get(id)!)
    return walk({
      ids: changed,
      dependenciesOf: id => this.#resources.get(id)!.dependencies,
      signal: run.signal,
      apply: (id, signal) =>
        restoreResource(run, this.#resources.get(id)!, { signal, attemptedTags: this.#attemptedTags }),
      failed: (id, error) => {
        failures.add('update', id)
        const evaluation = new Evaluation(run.account, run.stack)
        recordFailure({ run, evaluation, logicalId: id }, 'UPDATE_FAILED', statusReason(error, run.requestToken))
      },
    })
  }

  async #dropNew(run: StackRun, attempted: ReadonlyMap<string, StackResource>): Promise<void> {
    const { stack } = run
    setStackStatus(stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
    const made = [...this.#touched]
      .map(id => attempted.get(id))
      .filter(resource => resource !== undefined)
      // A resource that was never created has no id.
      .filter(
        ({ logicalId: id, physicalId }) =>
          this.#resources.get(id)?.physicalId !== physicalId || !this.#resources.has(id),
      )
    for (const { logicalId } of made) if (!this.#resources.has(logicalId)) stack.resources.delete(logicalId)
    await deleteResources({
      run,
      resources: made,
      failures: new Failures(),
      retains: ({ deletionPolicy }) => deletionPolicy === 'Retain',
    })
    setStackStatus(stack, 'UPDATE_ROLLBACK_COMPLETE')
  }
}
