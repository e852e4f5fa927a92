import { Failure } from '../failure/failure.ts'

/** The function's time ran out before the copy was complete. */
export class UnfinishedCopy extends Failure {
  /** `of`: the size of the object in bytes; `next`: what happens when the request is sent again. */
  constructor(key: string, bytes: number, of: number | undefined, next = 'it begins anew') {
    const copied = of === undefined ? `${bytes} bytes` : `${bytes} of ${of} bytes`
    const message = `The copy of ${key} had ${copied} when the function's time was nearly over. Send the request again: ${next}.`
    super('COPY_UNFINISHED', message, { key, bytes: of, copiedBytes: bytes })
  }
}
