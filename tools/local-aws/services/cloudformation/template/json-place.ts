export interface Place {
  readonly line: number
  readonly column: number
}

/**
 * The place that CloudFormation reports for a fault in JSON. The column is one after the first wrong character, as in
 * recorded/cloudformation.yaml. For a wrong word (`tru`) AWS's place is not known.
 *
 * @param fault the error of `JSON.parse(text)`
 */
export function faultPlace(text: string, fault: SyntaxError): Place {
  const before = text.slice(0, faultIndex(text, fault))
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: before.length - lineStart + 2 }
}

/** The index of the first wrong character, which is the length of the text if its end is missing. */
function faultIndex(text: string, { message }: SyntaxError): number {
  const [, index] = / at position (\d+)/.exec(message) ?? []
  if (index !== undefined) return Number(index)
  // Node's message has no place: the fault is the end of the shortest beginning that has a wrong character.
  if (!hasWrongCharacter(text)) return text.length
  let [right, wrong] = [0, text.length]
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1
    if (hasWrongCharacter(text.slice(0, middle))) wrong = middle
    else right = middle
  }
  return wrong - 1
}

/** Whether no continuation makes the text JSON, as far as Node's message shows it. */
function hasWrongCharacter(text: string): boolean {
  try {
    JSON.parse(text)
    return false
  } catch (error) {
    return (error as Error).message.startsWith('Unexpected token')
  }
}
