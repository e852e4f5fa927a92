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
