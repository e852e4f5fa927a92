/** Names of members, and positions in a list. */
export type JsonPath = readonly (string | number)[]

/**
 * Reads a selector at the beginning of a text: `$.a.b`, `$.list[0].c`, `$["a.b"]`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @returns `undefined` where there is none
 */
export function readPath(text: string): { readonly path: JsonPath; readonly rest: string } | undefined {
  if (!text.startsWith('$')) return undefined
  const path: (string | number)[] = []
  let rest = text.slice(1)
  for (;;) {
    const [whole, name, index, double, single] =
      /^(?:\.([\w-]+)|\.?\[(\d+)\]|\.?\["([^"]+)"\]|\.?\['([^']+)'\])/.exec(rest) ?? []
    if (whole === undefined) return path.length > 0 ? { path, rest } : undefined
    path.push(index === undefined ? (name ?? double ?? single)! : Number(index))
    rest = rest.slice(whole.length)
  }
}

/** The value at the path, or `undefined`. */
export function at(value: unknown, path: JsonPath): unknown {
  let node = value
  for (const key of path) {
    const isThere = typeof node === 'object' && node !== null && Array.isArray(node) === (typeof key === 'number')
    if (!isThere || !Object.hasOwn(node as object, key)) return undefined
    node = (node as Record<string | number, unknown>)[key]
  }
  return node
}
