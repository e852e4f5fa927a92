import { tmpdir } from 'node:os'

/**
 * The text of an ONNX Runtime error for a person without its source: without places in its code, and with `shownFolder`
 * in place of the folder of the model's copy. The log gets the whole text.
 */
export function reasonOf(error: unknown, shownFolder = ''): string {
  const text = (error instanceof Error ? error.message : String(error))
    .replaceAll(copyFolder, shownFolder)
    .replaceAll(`${tmpdir()}/`, '')
    .replaceAll(/\[ONNXRuntimeError\] : \d+ : \w+ : /g, '')
  const reason = replaceNodes(withoutPlaces(text))
  return reason.replaceAll(/\s+/g, ' ').trim().replace(/[.:]$/, '') || 'a check inside it failed'
}

// A folder that copy-folder.ts makes.
const copyFolder = /\/(?:[^\s"':]*\/)?model-\d+-\w{6}(?:\/|\b)/g

const failedNode = /Non-zero status code returned while running (\S+) node\. Name:'([^']*)' Status Message: /g

function replaceNodes(text: string): string {
  return words(
    text.replaceAll(failedNode, (_all, type, name) => `the node ${name ? `"${name}" ` : ''}(${type}) failed: `),
  )
}

// Replaces the texts of the C++ standard library that are only a name (what() of std::bad_alloc, std::stof, std::map::at
// and std::vector::reserve).
function words(text: string): string {
  return text
    .replace(/\bstd::bad_alloc\b/, 'not enough memory')
    .replace(/: sto[a-z]+$/, ': a text is no number, or one out of range')
    .replace(/\b\w+::(?:at|_M_range_check)\b(?:: .*)?/, 'an index inside it is out of range')
    .replace(/\bvector::(?:reserve|_M_\w+)/, 'a size inside it is too large')
    .replaceAll(/\b\w+::(?=\w)/g, '')
}

// A place is the file, the line and the function, with the whole signature if the path is whole: CodeLocation in
// include/onnxruntime/core/common/code_location.h of github.com/microsoft/onnxruntime. The condition that did not hold
// follows (ORT_ENFORCE in common.h there), and then its meaning.
const place = /(?<path>\/[^\s:"']*\/)?[\w-]+\.(?:cc|cpp|cxx|cu|h|hpp|inc):\d+ /

function withoutPlaces(text: string): string {
  const found = place.exec(text)
  if (!found) return text
  const behind = text.slice(found.index + found[0].length)
  const message = found.groups!.path ? withoutSignature(behind) : behind.replace(/^(?:operator ?\(\)|[\w~]+) /, '')
  return text.slice(0, found.index) + withoutPlaces(withoutCondition(message))
}

function withoutCondition(message: string): string {
  const end = message.indexOf(conditionEnd)
  return end < 0 ? message : message.slice(end + conditionEnd.length)
}

const conditionEnd = ' was false.'

// The message after a signature, as in "virtual Status onnxruntime::Op<T>::Compute(Context*) const [with T = float]
// message". A text without parentheses, or that begins with one, has no signature.
function withoutSignature(text: string): string {
  let at = text.indexOf('(')
  if (at <= 0) return text
  for (;;) {
    at = closing(text, at) + 1
    if (text[at] === '(') continue
    // The name continues after a lambda, or after a function in an unnamed namespace.
    const more = /^::[^\s(]*(?=\()/.exec(text.slice(at))
    if (!more) break
    at += more[0].length
  }
  const behind = text
    .slice(at)
    .replace(/^>?(?:::\S+)?(?: (?:const|noexcept|&&?))*/, '')
    .trimStart()
  return /^\[(?:with )?\w+ = /.test(behind) ? behind.slice(closing(behind, 0) + 1) : behind
}

// The position where the bracket that opens at `from` closes: parentheses in text, or square brackets.
function closing(text: string, from: number): number {
  const [open, close] = text[from] === '(' ? '()' : '[]'
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === open) depth++
    else if (text[at] === close && --depth === 0) return at
  }
  return text.length
}
