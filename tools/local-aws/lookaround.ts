/**
 * Compiles a pattern with lookaround or references to groups by V8, because RE2 supports neither. Such patterns often
 * check passwords and names of buckets.
 *
 * V8 cannot be interrupted while it compiles, and its time doubles with each choice in a row (`(|)`): some 10 ms for
 * sixteen of them. So a pattern with more choices, or with a group that is repeated by a number, is left out.
 *
 * @returns undefined for any other pattern, and for one that means something else in Java
 */
export function lookaround(pattern: string): { matches(text: string): boolean } | undefined {
  const plain = pattern.replace(/\\[^1-9]/g, 'a').replace(/\[\^?\]?[^\]]*\]/g, 'a')
  const choices = plain.replaceAll('(?', '(').match(/[|?*+{]/g)?.length ?? 0
  if (!/\(\?<?[=!]|\\[1-9]/.test(plain) || choices > mostChoices || plain.includes('){')) return undefined
  if (/\\[AZzGQEhHvVRXpP]|[*+?}]\+|&&|\[[^\]]*\[|\(\?(?![:=!<])/.test(pattern)) return undefined
  try {
    const whole = new RegExp(`^(?:${pattern})$`)
    return { matches: text => whole.test(text) }
  } catch {
    return undefined
  }
}

const mostChoices = 16
