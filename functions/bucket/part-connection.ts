import { connect, isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectSecurely } from 'node:tls'
import { PlacedResponse } from './placed-response.ts'
import { answerStream } from './replayed-response.ts'
import { parseHead, type ResponseHead } from './response-head.ts'

export interface Origin {
  readonly secure: boolean
  /** A name, or an address without brackets. */
  readonly hostname: string
  readonly port: number
}

export interface PartAnswer extends ResponseHead {
  /** It is still arriving. */
  readonly body: PlacedResponse
}

interface Question {
  into: Uint8Array
  answered: (answer: PartAnswer | Duplex) => void
  failed: (error: Error) => void
}

interface Arriving {
  head: ResponseHead
  body: PlacedResponse
}

const headBytes = 16 * 1024

/**
 * A connection over HTTP/1.1 (RFC 9112) that asks for parts of objects, one after the other. The system writes a part
 * into the caller's memory. Node's own client makes a buffer of 64 KiB for each read, 16,000 of them for a gibibyte, and
 * their collection takes a fifth of the Producer's CPU time.
 */
export class PartConnection {
  /** The server may have closed a connection that it used before; the next question shows it. */
  used = false
  readonly #socket: Socket
  readonly #onFree: (connection: PartConnection) => void
  readonly #head = Buffer.allocUnsafe(headBytes)
  #headLength = 0
  #question: Question | undefined
  #arriving: Arriving | undefined
  /** Takes the bytes of an answer that is not a part. */
  #other: Duplex | undefined

  /** `onFree`: called when the connection can take another question. */
  constructor({ secure, hostname: host, port }: Origin, onFree: (connection: PartConnection) => void) {
    this.#onFree = onFree
    const onread = { buffer: () => this.#room(), callback: (bytes: number) => this.#take(bytes) }
    const options = { host, port, noDelay: true, keepAlive: true, onread }
    this.#socket = secure
      ? // An address is no server name (RFC 6066, 3).
        connectSecurely({ ...options, servername: isIP(host) === 0 ? host : '', ALPNProtocols: ['http/1.1'] })
      : connect(options)
    this.#socket.on('error', error => this.#fail(error))
    this.#socket.on('end', () => this.#other?.push(null))
    this.#socket.on('close', () => {
      // A complete answer may still wait for its reader.
      if (!(this.#other && this.#socket.readableEnded)) this.#fail(closed())
    })
    this.#socket.resume()
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  onConnected(connected: () => void): void {
    if (!this.#socket.connecting) return connected()
    this.#socket.once('connect', connected)
  }

  /**
   * Asks for `into.length` bytes. Resolves when the head of the answer has arrived; with all bytes of the answer as a
   * stream if it is not 206 with this length.
   */
  ask(request: string, into: Uint8Array): Promise<PartAnswer | Duplex> {
    return new Promise((answered, failed) => {
      this.#question = { into, answered, failed }
      this.#socket.ref()
      this.#socket.write(request, 'latin1')
    })
  }

  close(error: Error = closed()): void {
    this.#fail(error)
    this.#socket.destroy()
  }

  /** The memory into which the next bytes are read. */
  #room(): Uint8Array {
    const body = this.#arriving?.body
    return body ? body.into.subarray(body.placed) : this.#head.subarray(this.#headLength)
  }

  /** Returns whether more may come at once. */
  #take(bytes: number): boolean {
    if (this.#other) return this.#other.push(Buffer.from(this.#head.subarray(0, bytes)))
    if (this.#arriving) this.#arriving.body.place(bytes)
    else if (this.#question) this.#takeHead(this.#question, bytes)
    else this.close() // nobody asked
    if (this.#arriving?.body.complete) this.#complete(this.#arriving)
    return true
  }

  #takeHead({ into, answered }: Question, bytes: number): void {
    this.#headLength += bytes
    const received = this.#head.subarray(0, this.#headLength)
    const end = received.indexOf('\r\n\r\n')
    if (end === -1 && this.#headLength < headBytes) return
    this.#headLength = 0
    const head = parseHead(received.toString('latin1', 0, end))
    const rest = received.subarray(end + 4)
    if (!isPart(head, into.length) || rest.length > into.length) {
      this.#other = answerStream(
        () => this.#socket.resume(),
        () => this.close(),
      )
      this.#other.push(Buffer.from(received))
      return answered(this.#other)
    }
    const body = new PlacedResponse(into, () => this.#socket.destroy())
    into.set(rest)
    this.#arriving = { head, body }
    answered({ ...head, body })
    body.place(rest.length)
  }

  #complete({ head, body }: Arriving): void {
    this.#arriving = this.#question = undefined
    body.destroy()
    this.used = true
    if (/\bclose\b/i.test(String(head.headers.connection))) return this.close()
    this.#socket.unref()
    this.#onFree(this)
  }

  #fail(error: Error): void {
    const [question, arriving] = [this.#question, this.#arriving]
    this.#question = this.#arriving = undefined
    if (!this.#other?.readableEnded) this.#other?.destroy(error)
    arriving?.body.destroy(error)
    question?.failed(error)
  }
}

/** Whether the body has this length and no other form (RFC 9112, 6.3). Bytes that do not end as a head have no status. */
function isPart({ statusCode, headers }: ResponseHead, length: number): boolean {
  const says = headers['transfer-encoding'] === undefined && headers['content-length'] === String(length)
  return statusCode === 206 && says
}

/** As Node's own client says it, so that the SDK knows that it may ask again. */
function closed(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
}
