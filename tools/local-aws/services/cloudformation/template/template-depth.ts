import { Parser } from 'yaml'
import { notBuilt } from './template-error.ts'

/**
 * A recursive reader of a template fails at the end of the program's stack, and V8 ends the whole program if a regular
 * expression is compiled there. So the depth is measured first, without recursion. AWS's limit is not documented.
 */
const maxDepth = 100

/** Returns the value itself, if it is not too deep. @throws AwsError NotImplemented */
export function checkDepth(value: unknown): unknown {
  measure([value], one => (one !== null && typeof one === 'object' ? Object.values(one) : []))
  return value
}

/** Checks the depth by the tokens of the parser, which needs no recursion for them. @throws AwsError NotImplemented */
export function checkYamlDepth(text: string): void {
  measure([...new Parser().parse(text)], nestedTokens)
}

interface Token {
  readonly value?: unknown
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[]
}

/** A document and a collection are levels; the items of a collection are not. */
function nestedTokens(token: unknown): unknown[] {
  const { value, items = [] } = token as Token
  return [value, ...items.flatMap(item => [item.key, item.value])].filter(
    one => one !== null && typeof one === 'object',
  )
}

function measure(top: readonly unknown[], nested: (one: unknown) => readonly unknown[]): void {
  let level = top
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) throw notBuilt(`templates that are nested more than ${maxDepth} levels deep`)
    level = level.flatMap(nested)
  }
}
