/**
 * Replaces control characters in the words of an error, which have to be read: with references a strict client would
 * report the answer in place of the error.
 */
export function readable(message: string): string {
  return message.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '?')
}

/**
 * Replaces control characters in XML by references, as AWS does, although XML 1.0 does not allow most of them
 * (https://www.w3.org/TR/xml/#charsets). Strict clients refuse the answer, as on AWS, and no client reads another text.
 * https://github.com/basho/riak_cs/pull/1255
 */
export function withReferences(xml: string): string {
  return xml.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, character => {
    return `&#x${character.charCodeAt(0).toString(16)};`
  })
}
