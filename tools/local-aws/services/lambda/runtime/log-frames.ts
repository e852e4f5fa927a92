const headerBytes = 16

/**
 * Reads the messages that AWS's runtime interface client writes to _LAMBDA_TELEMETRY_LOG_FD. A message may have several
 * lines. A frame is 4 bytes of type, 4 of length, 8 of time, then the message; big-endian.
 * github.com/aws/aws-lambda-nodejs-runtime-interface-client, "Framing protocol" in src/logging.
 */
export class LogFrames {
  readonly #onMessage: (message: string) => void
  #pending: Buffer = Buffer.alloc(0)

  constructor(onMessage: (message: string) => void) {
    this.#onMessage = onMessage
  }

  /** Takes the next bytes of the pipe, cut anywhere. */
  write(bytes: Buffer): void {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    while (this.#pending.length >= headerBytes) {
      const end = headerBytes + this.#pending.readUInt32BE(4)
      if (this.#pending.length < end) return
      // In text format the message ends with a line feed, in JSON without one.
      this.#onMessage(this.#pending.subarray(headerBytes, end).toString('utf8').replace(/\n$/, ''))
      this.#pending = this.#pending.subarray(end)
    }
  }
}
