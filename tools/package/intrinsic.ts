import { isPair, isScalar, isSeq, type Node } from 'yaml'

export type IntrinsicName = 'Ref' | 'GetAtt' | 'Sub'

/**
 * Returns the intrinsic function that has this scalar as its reference: `!Ref X`, `Ref: X`, `!GetAtt [X, Arn]`,
 * `Fn::Sub: ['${X}', {…}]` … `ancestors` come from yaml's visit().
 */
export function intrinsicOf(node: Node, key: unknown, ancestors: readonly unknown[]): IntrinsicName | undefined {
  const parent = ancestors.at(-1)
  // A short form may also be an element of a list: `!If [A, !Ref X, !Ref Y]`.
  if (!isSeq(parent) || shortForm(node)) return named(node, parent)
  return key === 0 ? named(parent, ancestors.at(-2)) : undefined
}

function named(node: Node, parent: unknown): IntrinsicName | undefined {
  const short = shortForm(node)
  if (short) return names[short]
  // A key may be a number, such as an account ID in a mapping.
  return isPair(parent) && isScalar(parent.key) ? names[String(parent.key.value).replace(/^Fn::/, '')] : undefined
}

/** `Ref` of `!Ref X`. */
function shortForm(node: Node): string | undefined {
  const tag = (node as { tag?: string }).tag
  return tag?.startsWith('!') && !tag.startsWith('!!') ? tag.slice(1) : undefined
}

const names: Readonly<Record<string, IntrinsicName>> = { Ref: 'Ref', GetAtt: 'GetAtt', Sub: 'Sub' }
