const serviceOf = new WeakMap<object, string>()

type Middleware = (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>

/** Records the service of each error: CloudFormation's reasons name it ("Service: S3"). */
export function nameService(client: object, service: string): void {
  const naming: Middleware = next => async args => {
    try {
      return await next(args)
    } catch (error) {
      if (error instanceof Error) serviceOf.set(error, service)
      throw error
    }
  }
  const { middlewareStack } = client as { middlewareStack: { add(middleware: Middleware, options: object): void } }
  middlewareStack.add(naming, { step: 'initialize', name: 'nameService' })
}

/** The spelling of the AWS SDK for Java, in which the real handlers are written: S3, Lambda, Efs, CloudWatchLogs. */
export function serviceNameOf(error: Error): string | undefined {
  return serviceOf.get(error)
}
