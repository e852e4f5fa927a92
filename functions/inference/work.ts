import type { InferenceSession as Session } from 'onnxruntime-node'
import { addOutputs } from '../consumer/added-outputs.ts'
import { datatypeNameOf } from '../consumer/datatypes.ts'
import { externalDataOf } from '../consumer/external-data.ts'
import { feedsOf } from '../consumer/inference-request.ts'
import { loadFailure } from '../consumer/load-failure.ts'
import { readModelGraph } from '../consumer/model-graph.ts'
import { addedOutputs, interfaceOf, type ModelInterface } from '../consumer/model-interface.ts'
import { InferenceSession } from '../consumer/onnx-runtime.ts'
import { fetchedNames, requestedOutputs } from '../consumer/requested-outputs.ts'
import { runFailure } from '../consumer/run-failure.ts'
import { Failure, isFailure } from '../failure/failure.ts'
import type { Channel } from './channel.ts'
import type { Frame } from '../inference-protocol/frame.ts'
import type { LoadRequest, Reply, Request, SentFailure } from '../inference-protocol/messages.ts'
import { outputsJson } from './outputs-json.ts'
import { readRequest } from './read-request.ts'
import { checkInputs, checkOutput, checkOutputs, outputsLimit, parsedLimit } from './room.ts'

type InferRequest = Extract<Request, { infer: unknown }>['infer']
type Sender = Pick<Channel<Request, Reply>, 'send'>

interface Loaded {
  session: InferenceSession
  interface: ModelInterface
}

// After an input or a model of this size, memory is freed before the next request (node --expose-gc): tensors and buffers
// lie outside of V8's heap, so V8 sees no reason to collect those that are no longer used.
const largeBytes = 4 * 1024 ** 2

/** Holds the loaded models, by number, and answers the requests about them. */
export class Work {
  readonly #sessions = new Map<number, Loaded>()
  readonly #channel: Sender
  #lastSession = 0

  constructor(channel: Sender) {
    this.#channel = channel
  }

  // Sends the answer, even if it is only an error. The frame loses its body: the caller still holds the frame while it
  // waits for the next one.
  async answer(frame: Frame<Request>): Promise<void> {
    const { length } = frame.body
    this.#channel.send(await this.#answered(frame.message, frame.body).catch(failureReply))
    frame.body = Buffer.alloc(0)
    if (length > largeBytes) globalThis.gc?.()
  }

  async #answered(message: Request, body: Buffer): Promise<Reply> {
    // Sent at once: if the process is then found dead, it is clear whether it ended before this request or during it.
    this.#channel.send({ stage: 'infer' in message ? 'input' : 'load' })
    if ('load' in message) return { loaded: { session: await this.#load(message.load, body) } }
    if ('infer' in message) return this.#infer(message.infer, body)
    await this.#session(message.release.session).session.release()
    this.#sessions.delete(message.release.session)
    return { done: true }
  }

  async #load({ name, path, options }: LoadRequest, body: Buffer): Promise<number> {
    const source = path ?? body
    refuseOtherFiles(name, body) // no bytes if the model is at a path
    const graph = readModelGraph(source)
    const model = await addOutputs(source, addedOutputs(graph))
    const session = await InferenceSession.create(model as string, options).catch(error => {
      throw loadFailure(name, graph, error)
    })
    this.#sessions.set(++this.#lastSession, { session, interface: interfaceOf(session, graph) })
    return this.#lastSession
  }

  async #infer({ session: number, room, alone }: InferRequest, input: Buffer): Promise<Reply> {
    const { session, interface: model } = this.#session(number)
    // The limit is the room without other models. If they do take some of it the process ends at worst, and another
    // replaces it.
    const request = readRequest(input, parsedLimit(alone))
    const outputs = requestedOutputs(request, model)
    const names = fetchedNames(outputs, session.outputNames)
    checkInputs(request, input.length, room)
    checkOutputs(session, request, names, room)
    const feeds = feedsOf(request, model)
    this.#channel.send({ stage: 'run' })
    const run = (feeds: Session.FeedsType) => session.run(feeds, names)
    const results = await run(feeds).catch(async error => {
      const presume = (failure: Failure) => this.#channel.send({ presumed: sentFailure(failure) })
      throw await runFailure(error, model, request, run, presume)
    })
    this.#channel.send({ stage: 'outputs' })
    for (const [name, { type, dims }] of Object.entries(results)) {
      checkOutput(name, datatypeNameOf(type) ?? '', dims, room)
    }
    for (const part of outputsJson(outputs, results, outputsLimit(room))) this.#channel.send({ part: true }, part)
    return { inferred: { id: request.id ?? undefined } }
  }

  #session(number: number): Loaded {
    const session = this.#sessions.get(number)
    if (!session) throw new Error(`There is no session ${number}.`)
    return session
  }
}

// A model in memory has no folder: ONNX Runtime would look for the files where the process happens to run.
function refuseOtherFiles(name: string, model: Buffer): void {
  const [file] = externalDataOf(model)
  if (file === undefined) return
  const message = `models/${name} has weights in another file, ${file}. To be loaded from memory, a model must be one file.`
  throw new Failure('INVALID_MODEL', message)
}

function failureReply(error: unknown): Reply {
  if (isFailure(error)) return { failure: sentFailure(error) }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  return { error: { name, message, stack } }
}

function sentFailure({ code, message, details, cause }: Failure): SentFailure {
  return { code, message, details, cause: cause instanceof Error ? cause.message : undefined }
}
