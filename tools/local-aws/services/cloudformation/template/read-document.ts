import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import { faultPlace } from './json-place.ts'
import { formatError, templateError } from './template-error.ts'
import { checkDepth, checkYamlDepth } from './template-depth.ts'

/** Reads a template's text as plain values, with `!GetAtt A.B` expanded to `{ 'Fn::GetAtt': ['A', 'B'] }`. */
export function readDocument(text: string): Record<string, unknown> {
  const document = text.trimStart().startsWith('{') ? readJson(text) : readYaml(text)
  if (document === null || typeof document !== 'object' || Array.isArray(document)) {
    throw formatError('unsupported structure.')
  }
  return document as Record<string, unknown>
}

function readJson(text: string): unknown {
  try {
    return checkDepth(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    const { line, column } = faultPlace(text, cause)
    throw Object.assign(formatError(`JSON not well-formed. (line ${line}, column ${column})`), { cause })
  }
}

// YAML 1.1, without the types that CloudFormation leaves out: `Version: 2012-10-17` is text.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
const unsupported = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map(name => `tag:yaml.org,2002:${name}`)

function readYaml(text: string): unknown {
  checkYamlDepth(text)
  const document = parseDocument(text, {
    version: '1.1',
    // If a key is repeated, CloudFormation uses the last value. The check would also need time by the square of the
    // keys.
    uniqueKeys: false,
    customTags: tags => tags.filter(tag => typeof tag === 'string' || !unsupported.includes(tag.tag)),
  })
  const [error] = document.errors
  if (error) {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 }
    throw Object.assign(formatError(`YAML not well-formed. (line ${line}, column ${col})`), { cause: error })
  }
  return plain(document.contents)
}

function plain(node: Node | null): unknown {
  if (isAlias(node)) throw templateError('YAML aliases are not allowed in CloudFormation templates')
  const value = untagged(node)
  return node?.tag?.startsWith('!') ? longForm(node.tag, value) : value
}

function untagged(node: Node | null): unknown {
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [keyText(key), plain(value as Node)]))
  if (isSeq(node)) return node.items.map(item => plain(item as Node))
  return isScalar(node) ? node.value : null
}

/** `80:` and `on:` are names like any other, not a number and a boolean. */
function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key)
}

const shortForms = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...[
    ...['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt', 'If', 'ImportValue', 'Join', 'Length'],
    ...['Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
  ].map((name): [string, string] => [`!${name}`, `Fn::${name}`]),
])

function longForm(tag: string, value: unknown): unknown {
  const name = shortForms.get(tag)
  if (!name) throw formatError(`YAML not well-formed: unknown tag ${tag}`)
  return { [name]: name === 'Fn::GetAtt' && isAttributePath(value) ? attributePath(value) : value }
}

export function isAttributePath(value: unknown): value is string {
  return typeof value === 'string' && /^[^.]+\../.test(value)
}

/** The logical id ends at the first dot; attributes may contain dots (`Outputs.VpcId`). */
export function attributePath(text: string): [string, string] {
  const dot = text.indexOf('.')
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)]
}
