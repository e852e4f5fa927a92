/**
 * A pattern with lookaround or references to groups, which RE2 has not, as V8 tries it. Passwords and names of buckets
 * are often checked by such patterns.
 *
 * V8 cannot be interrupted while it compiles, which takes twice as long with each choice in a row (`(|)`): some 10 ms for
 * sixteen of them. So a pattern with more of them, or with a group that is repeated by a number, is left out.
 *
 * @returns undefined if the pattern is none of these, or if Java has it otherwise
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
