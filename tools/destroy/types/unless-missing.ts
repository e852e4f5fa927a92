type ErrorClass = abstract new (...args: never[]) => Error

/** The answer of a service. Undefined when the service says by this error that there is no such thing. */
export async function unlessMissing<T>(missing: ErrorClass, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof missing) return undefined
    throw error
  }
}
