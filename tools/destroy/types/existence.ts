type ErrorClass = abstract new (...args: never[]) => Error

/**
 * Returns the answer of a service, or undefined if the service says with this error that the resource does not exist.
 */
export async function unlessMissing<T>(missing: ErrorClass, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof missing) return undefined
    throw error
  }
}

/** Whether a state is `delete`, `deleting`, `Deleted`, … : the resource is still described, but is gone for destroy. */
export function isBeingDeleted(state: string | undefined): boolean {
  return /^delet/i.test(state ?? '')
}
