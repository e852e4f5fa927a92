import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../aws-error.ts'
import { readText } from './text-value.ts'

/** How the query protocol and its EC2 variant write members and lists. */
export interface QueryDialect {
  readonly memberName: (name: string, schema: NormalizedSchema) => string
  /** EC2 never writes `.member.` between a list and its index. */
  readonly flatLists: boolean
}

const maxDepth = 32

type Tree = { value?: string; children: Map<string, Tree> }

const settings = { httpBindings: false, timestampFormat: { useTrait: true, default: 5 as const } }

/** Reads `Tags.member.1.Key=a` as `{ Tags: [{ Key: 'a' }] }`, according to the input's schema. */
export function decodeQueryMembers(
  schema: NormalizedSchema,
  parameters: URLSearchParams,
  dialect: QueryDialect,
): Record<string, unknown> {
  const root: Tree = { children: new Map() }
  for (const [name, value] of parameters) insert(root, name.split('.', maxDepth + 1), value)
  return schema.isStructSchema() ? (readTree(schema, root, '', dialect) as Record<string, unknown>) : {}
}

function insert(root: Tree, path: readonly string[], value: string): void {
  // No operation has such a deep input. Reading recurses once a level and must not exhaust the stack.
  if (path.length > maxDepth) throw malformedQueryString(`A parameter name has more than ${maxDepth} parts.`)
  let tree = root
  for (const part of path) {
    let child = tree.children.get(part)
    if (!child) {
      child = { children: new Map() }
      tree.children.set(part, child)
    }
    tree = child
  }
  tree.value = value
}

// Code and first sentence: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
function malformedQueryString(detail: string): AwsError {
  return new AwsError('MalformedQueryString', `The query string contains a syntax error. ${detail}`, 404)
}

function readTree(schema: NormalizedSchema, tree: Tree, name: string, dialect: QueryDialect): unknown {
  if (schema.isStructSchema()) return readStructure(schema, tree, dialect)
  if (schema.isListSchema()) return readList(schema, tree, name, dialect)
  if (schema.isMapSchema()) return readMap(schema, tree, name, dialect)
  return tree.value === undefined ? undefined : readText(schema, tree.value, name, settings)
}

function readStructure(schema: NormalizedSchema, tree: Tree, dialect: QueryDialect): Record<string, unknown> {
  const structure: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const spelt = dialect.memberName(name, member)
    const child = tree.children.get(spelt)
    if (child) structure[name] = readTree(member, child, spelt, dialect)
  }
  return structure
}

/** `Tags=` (without an index) is the empty list in this protocol. */
function readList(schema: NormalizedSchema, tree: Tree, name: string, dialect: QueryDialect): unknown[] {
  const element = schema.getValueSchema()
  const flat = dialect.flatLists || schema.getMergedTraits().xmlFlattened
  const items = flat ? tree : tree.children.get(element.getMergedTraits().xmlName ?? 'member')
  return numbered(items).map(item => readTree(element, item, name, dialect))
}

function readMap(schema: NormalizedSchema, tree: Tree, name: string, dialect: QueryDialect): Record<string, unknown> {
  const key = schema.getKeySchema()
  const value = schema.getValueSchema()
  const valueName = value.getMergedTraits().xmlName ?? 'value'
  const entries = schema.getMergedTraits().xmlFlattened ? tree : tree.children.get('entry')
  return Object.fromEntries(
    numbered(entries).map(entry => [
      entry.children.get(key.getMergedTraits().xmlName ?? 'key')?.value,
      readTree(value, entry.children.get(valueName) ?? { children: new Map() }, name, dialect),
    ]),
  )
}

function numbered(tree: Tree | undefined): Tree[] {
  return [...(tree?.children ?? [])]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item)
}
