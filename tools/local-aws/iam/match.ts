/**
 * Whether a pattern matches a text. `*` matches any text, `?` one character (not in every syntax); nothing else is
 * special. It is case-sensitive.
 *
 * It takes at most pattern × text steps: after a mismatch only the last `*` takes one more character, since an earlier
 * one could gain nothing. A regular expression would try all of them, which takes endlessly long with fourteen stars.
 */
export function matchesPattern(pattern: string, text: string, oneCharacter: '?' | '' = '?'): boolean {
  let inPattern = 0
  let inText = 0
  let lastStar = -1
  let takenByStar = 0
  while (inText < text.length) {
    const expected = pattern[inPattern]
    // Checked first, or a star in the text would match as the pattern's star.
    if (expected === '*') {
      lastStar = inPattern
      takenByStar = inText
      inPattern += 1
    } else if (expected !== undefined && (expected === oneCharacter || expected === text[inText])) {
      inPattern += 1
      inText += 1
    } else if (lastStar >= 0) {
      takenByStar += 1
      inText = takenByStar
      inPattern = lastStar + 1
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern += 1
  return inPattern === pattern.length
}
