import { isMap, isScalar, type Node, type ParsedNode, parseDocument, type Scalar, type YAMLMap } from 'yaml'
import { CommandError } from '../command/command-error.ts'

/** A template's text with the positions of its nodes. Edits replace a few characters and do not change the rest. */
export interface TemplateSource {
  readonly path: string
  readonly text: string
  readonly document: ReturnType<typeof parseDocument>
}

export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export function parseTemplate(path: string, text: string): TemplateSource {
  // The short forms (!Ref, !Sub …) are tags that YAML does not know; the parser would warn about them.
  const document = parseDocument(text, { logLevel: 'error' })
  const [error] = document.errors
  if (error) throw new CommandError('INVALID_TEMPLATE', `${path} is not valid YAML: ${error.message}`, { cause: error })
  return { path, text, document }
}

/** Finds the resources of one type: the node of the logical ID, and the resource itself. */
export function resourcesOf({ document }: TemplateSource, type: string): { id: Scalar<string>; resource: YAMLMap }[] {
  const resources = document.get('Resources')
  if (!isMap(resources)) return []
  return resources.items.flatMap(({ key, value }) =>
    isScalar<string>(key) && isMap(value) && value.get('Type') === type ? [{ id: key, resource: value }] : [],
  )
}

/** Replaces `from` inside the node's text, with any kind of quotes. */
export function editWithin({ text }: TemplateSource, node: Node, from: string | RegExp, to: string): Edit {
  const [start, end] = (node as ParsedNode).range
  return { start, end, text: text.slice(start, end).replace(from, () => to) }
}

/** Replaces the whole value. */
export function editWhole(node: Node, text: string): Edit {
  const [start, end] = (node as ParsedNode).range
  return { start, end, text }
}

export function edited(template: TemplateSource, edits: readonly Edit[]): TemplateSource {
  if (edits.length === 0) return template
  const fromTheEnd = [...edits].sort((a, b) => b.start - a.start)
  const text = fromTheEnd.reduce(
    (result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end),
    template.text,
  )
  return parseTemplate(template.path, text)
}
