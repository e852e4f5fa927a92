import type { AwsConnection } from './aws-connection.ts'

/** An answer of AWS, an error of it, or what answers by the input of the call. */
type Answer = object | Error | ((input: Record<string, unknown>) => object | Error)

/**
 * For tests only: a connection whose SDK clients give these answers, by the name of the operation, and call no service.
 * `asked` has the input of each call. `send` is for a client that a source makes itself.
 */
export function stubAws(answers: Readonly<Record<string, Answer>>) {
  const asked: [operation: string, input: unknown][] = []
  const settings = { region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const operation = command.constructor.name.replace(/Command$/, '')
    asked.push([operation, command.input])
    const answer = answers[operation]
    if (answer === undefined) throw new TypeError(`The test has no answer to ${operation}.`)
    const said = typeof answer === 'function' ? answer(command.input) : answer
    if (said instanceof Error) throw said
    return said
  }
  const clients = { get: (Client: new (settings: object) => object) => Object.assign(new Client(settings), { send }) }
  const connection = { accountId: '123456789012', region: 'eu-central-1', clients } as unknown as AwsConnection
  return { connection, asked, send }
}

/** An error as a service sends it. */
export function serviceError(ErrorClass: new (options: never) => Error, httpStatusCode = 404): Error {
  return new ErrorClass({ message: 'sent by AWS', $metadata: { httpStatusCode } } as never)
}
