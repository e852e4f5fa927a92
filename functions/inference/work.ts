import { datatypeNameOf } from '../consumer/datatypes.ts'
import { Failure, isFailure } from '../failure/failure.ts'
import { feedsOf, outputNamesOf } from '../consumer/inference-request.ts'
import { InferenceSession } from '../consumer/onnx-runtime.ts'
import { checkCarried } from './carried-types.ts'
import type { Channel } from './channel.ts'
import type { Frame } from './frame.ts'
import type { Reply, Request } from './messages.ts'
import { outputsJson } from './outputs-json.ts'
import { readRequest } from './read-request.ts'
import { checkInputs, checkOutput, checkOutputs, outputsLimit, parsedLimit, type Room } from './room.ts'

type Telling = Pick<Channel<Request, Reply>, 'send'>

// After an input of this size, memory is given back before the next comes (node --expose-gc): tensors lie outside of V8's
// heap, which therefore sees no reason to look for those that nobody has any more.
const largeBytes = 4 * 1024 ** 2

// The models that are loaded, by number, and what is asked of them.
export class Work {
  readonly #sessions = new Map<number, InferenceSession>()
  readonly #channel: Telling
  #lastSession = 0

  constructor(channel: Telling) {
    this.#channel = channel
  }

  // Sends the answer, also where there is none but an error.
  async answer({ message, body }: Frame<Request>): Promise<void> {
    this.#channel.send(await this.#answered(message, body).catch(told))
    if (body.length > largeBytes) globalThis.gc?.()
  }

  async #answered(message: Request, body: Buffer): Promise<Reply> {
    if ('load' in message) return { loaded: { session: await this.#load(message.load) } }
    if ('infer' in message) return this.#infer(message.infer, body)
    await this.#session(message.release.session).release()
    this.#sessions.delete(message.release.session)
    return { done: true }
  }

  async #load({ path, options }: { path: string; options: InferenceSession.SessionOptions }): Promise<number> {
    const session = await InferenceSession.create(path, options).catch(notLoaded)
    this.#sessions.set(++this.#lastSession, session)
    return this.#lastSession
  }

  async #infer({ session: number, room }: { session: number; room: Room }, input: Buffer): Promise<Reply> {
    const session = this.#session(number)
    checkCarried(session)
    const request = readRequest(input, parsedLimit(room))
    const names = outputNamesOf(request, session)
    checkInputs(request, input.length, room)
    checkOutputs(session, request, names, room)
    const feeds = feedsOf(request, session)
    this.#channel.send({ stage: 'run' })
    const results = await session.run(feeds, names).catch(notRun)
    this.#channel.send({ stage: 'outputs' })
    for (const [name, { type, dims }] of Object.entries(results)) {
      checkOutput(name, datatypeNameOf(type) ?? '', dims, room)
    }
    for (const part of outputsJson(names, results, outputsLimit(room))) this.#channel.send({ part: true }, part)
    return { done: true }
  }

  #session(number: number): InferenceSession {
    const session = this.#sessions.get(number)
    if (!session) throw new Error(`There is no session ${number}.`)
    return session
  }
}

function notLoaded(error: unknown): never {
  throw new Failure('INVALID_MODEL', messageOf(error), {}, error)
}

// The tensors have the names, types and sizes that the model declares; what the runtime still refuses (an index out of
// range, sizes that do not go together) lies in the input.
function notRun(error: unknown): never {
  throw new Failure('INVALID_INPUT', `The model cannot be run over this input: ${messageOf(error)}.`, {}, error)
}

function told(error: unknown): Reply {
  if (isFailure(error)) {
    const { code, message, details } = error
    return { failure: { code, message, details } }
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  return { error: { name, message, stack } }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
