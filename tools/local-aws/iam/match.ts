/**
 * `*` stands for any text, `?` for one character (or, where a syntax has no such thing, nothing does); nothing else is
 * special. Case counts.
 *
 * In time pattern × text at most: after a mismatch only the last `*` takes one character more, since an earlier one
 * could gain nothing. A regular expression would try all of them, which fourteen stars make endless.
 */
export function matchesPattern(pattern: string, text: string, oneCharacter: '?' | '' = '?'): boolean {
  let inPattern = 0
  let inText = 0
  let lastStar = -1
  let takenByStar = 0
  while (inText < text.length) {
    const expected = pattern[inPattern]
    // First, or a star in the text would be taken for the pattern's.
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
