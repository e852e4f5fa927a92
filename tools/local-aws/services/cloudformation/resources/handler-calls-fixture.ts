import type { Test } from 'tap'
import type { Properties, ResourceContext, ResourceType, UpdateRequest } from './resource-type.ts'

const stackTags = [{ Key: 'of', Value: 'stack' }]

/**
 * A handler's context whose clients record what they are asked, as `[service.Operation, input]`, and answer from a table.
 * What the handler reports to the engine is recorded among it.
 */
export function handlerCalls(type: ResourceType, answers: Readonly<Record<string, unknown>> = {}) {
  const calls: unknown[][] = []
  const taken = () => calls.splice(0)
  const send = (service: string) => async (command: { readonly input: object }) => {
    const operation = command.constructor.name.replace(/Command$/, '')
    calls.push([`${service}.${operation}`, JSON.parse(JSON.stringify(command.input))])
    const answer = answers[operation]
    if (answer instanceof Error) throw answer
    return answer ?? {}
  }
  const context = {
    clients: new Proxy({}, { get: (_, service) => ({ send: send(String(service)) }) }),
    stackName: 'stack',
    stackId: 'arn:stack',
    logicalId: 'Logical',
    region: 'us-east-1',
    accountId: '000000000000',
    tags: stackTags,
    previousTags: stackTags,
    generateName: (options = {}) => `generated ${JSON.stringify(options)}`,
    signal: new AbortController().signal,
    clientToken: 'token',
    initiated: (physicalId: string) => void calls.push(['initiated', physicalId]),
    outlast: async () => void calls.push(['outlast']),
    waiting: (reason: string) => void calls.push(['waiting', reason]),
  } as unknown as ResourceContext
  return {
    /** Resolves with the made resource, and with the calls. */
    create: async (properties: Properties) => ({ made: await type.create(properties, context), calls: taken() }),
    update: async (before: Properties, after: Properties, changed: readonly string[]) => {
      const request: UpdateRequest = { physicalId: 'physical', before, after, changed }
      return { made: await type.update!(request, context), calls: taken() }
    },
    remove: async (properties: Properties = {}) => {
      await type.delete('physical', properties, context)
      return taken()
    },
    context,
    taken,
  }
}

/** Checks that a deletion ignores this error, because the resource is gone, and no other. */
export async function ignoresOnly(
  t: Test,
  type: ResourceType,
  operation: string,
  gone: Error,
  properties: Properties = {},
): Promise<void> {
  await t.resolves(handlerCalls(type, { [operation]: gone }).remove(properties))
  const other = Object.assign(new Error('denied'), { name: 'AccessDenied' })
  await t.rejects(handlerCalls(type, { [operation]: other }).remove(properties), other)
}
