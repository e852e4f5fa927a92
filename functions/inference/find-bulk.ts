// Smaller arrays are not worth the trouble.
const bulkBytes = 64 * 1024

/** A large array of an inference request: its first byte, the byte after its last, and which input has it as `data`. */
export interface Bulk {
  input: number
  begin: number
  end: number
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Finds the large `data` of the inputs in an inference request, in order. Finds nothing if the text is not as expected:
 * then a JSON parser must read all of it, and it reports what is wrong.
 */
export function findBulk(bytes: Buffer): Bulk[] {
  try {
    return new Finder(bytes).find()
  } catch (error) {
    if (error instanceof Unexpected) return []
    throw error
  }
}

class Unexpected extends Error {}

class Finder {
  readonly #bytes: Buffer
  readonly #found: Bulk[] = []
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  find(): Bulk[] {
    this.#object(name => {
      if (name !== 'inputs') return this.#value()
      let input = 0
      this.#list(openArray, closeArray, () => this.#input(input++))
    })
    return this.#found
  }

  #input(input: number): void {
    this.#object(name => {
      const begin = this.#next()
      const isArray = this.#bytes[begin] === openArray
      const hasObjects = this.#value()
      if (name !== 'data' || !isArray || hasObjects || this.#at - begin < bulkBytes) return
      this.#found.push({ input, begin, end: this.#at })
    })
  }

  // Throws if a name appears twice: a parser takes the last of two members of one name, so neither is sure to be the
  // right one.
  #object(member: (name: string) => void): void {
    const names = new Set<string>()
    this.#list(openObject, closeObject, () => {
      const begin = this.#next()
      this.#string()
      const name = this.#bytes.toString('utf8', begin + 1, this.#at - 1)
      if (names.has(name) || name.includes('\\')) throw new Unexpected()
      names.add(name)
      this.#take(colon)
      member(name)
    })
  }

  #list(open: number, close: number, item: () => void): void {
    this.#take(open)
    if (this.#bytes[this.#next()] === close) return this.#take(close)
    item()
    while (this.#bytes[this.#next()] === comma) {
      this.#at++
      item()
    }
    this.#take(close)
  }

  // Skips a value. Returns whether it contains an object.
  #value(): boolean {
    let [depth, hasObjects] = [0, false]
    this.#next()
    do {
      const byte = this.#bytes[this.#at]
      if (byte === undefined) throw new Unexpected()
      if (byte === quote) this.#string()
      else {
        if (byte === openObject) hasObjects = true
        if (byte === closeObject && !hasObjects) throw new Unexpected()
        if (byte === openArray || byte === openObject) depth++
        else if (byte === closeArray || byte === closeObject) depth--
        else if (depth === 0) return this.#scalar()
        this.#at++
      }
    } while (depth > 0)
    return hasObjects
  }

  #scalar(): false {
    const begin = this.#at
    while (isScalar(this.#bytes[this.#at])) this.#at++
    if (this.#at === begin) throw new Unexpected()
    return false
  }

  #string(): void {
    if (this.#bytes[this.#at] !== quote) throw new Unexpected()
    this.#at = endOfString(this.#bytes, this.#at)
  }

  #take(byte: number): void {
    if (this.#bytes[this.#next()] !== byte) throw new Unexpected()
    this.#at++
  }

  // The place of the next byte that is not white space.
  #next(): number {
    while (isSpace(this.#bytes[this.#at])) this.#at++
    return this.#at
  }
}

/** The place after the string that begins here; the end of the bytes if the string does not end. */
export function endOfString(bytes: Buffer, begin: number): number {
  for (let at = begin + 1; ;) {
    const end = bytes.indexOf(quote, at)
    if (end === -1) return bytes.length
    let first = end
    while (bytes[first - 1] === backslash) first--
    if ((end - first) % 2 === 0) return end + 1
    at = end + 1
  }
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function isScalar(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte !== comma && byte !== closeArray && byte !== closeObject
}
