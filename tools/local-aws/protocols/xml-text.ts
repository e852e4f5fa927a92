/**
 * XML 1.0 has no way to write most control characters (https://www.w3.org/TR/xml/#charsets), and AWS writes references
 * to them all the same: clients that are strict refuse the answer, as on AWS, and none takes it for another text.
 * https://github.com/basho/riak_cs/pull/1255
 */
export function withReferences(xml: string): string {
  return xml.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, character => {
    return `&#x${character.charCodeAt(0).toString(16)};`
  })
}
