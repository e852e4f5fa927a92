import { FromStringShapeDeserializer } from '@smithy/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'

/** How the query protocol and EC2's variant of it spell members and lists. */
export interface QueryDialect {
  readonly memberName: (name: string, schema: NormalizedSchema) => string
  /** EC2 never writes `.member.` between a list and its index. */
  readonly flatLists: boolean
}

type Tree = { value?: string; children: Map<string, Tree> }

const settings = { httpBindings: false, timestampFormat: { useTrait: true, default: 5 as const } }

/** Turns `Tags.member.1.Key=a` back into `{ Tags: [{ Key: 'a' }] }`, as the input's schema says. */
export function decodeQueryMembers(
  schema: NormalizedSchema,
  parameters: URLSearchParams,
  dialect: QueryDialect,
): Record<string, unknown> {
  const root: Tree = { children: new Map() }
  for (const [name, value] of parameters) insert(root, name.split('.'), value)
  return schema.isStructSchema() ? (readTree(schema, root, dialect) as Record<string, unknown>) : {}
}

function insert(tree: Tree, path: string[], value: string): void {
  const [head, ...rest] = path
  if (head === undefined) {
    tree.value = value
    return
  }
  let child = tree.children.get(head)
  if (!child) {
    child = { children: new Map() }
    tree.children.set(head, child)
  }
  insert(child, rest, value)
}

function readTree(schema: NormalizedSchema, tree: Tree, dialect: QueryDialect): unknown {
  if (schema.isStructSchema()) return readStructure(schema, tree, dialect)
  if (schema.isListSchema()) return readList(schema, tree, dialect)
  if (schema.isMapSchema()) return readMap(schema, tree, dialect)
  return tree.value === undefined ? undefined : new FromStringShapeDeserializer(settings).read(schema, tree.value)
}

function readStructure(schema: NormalizedSchema, tree: Tree, dialect: QueryDialect): Record<string, unknown> {
  const structure: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const child = tree.children.get(dialect.memberName(name, member))
    if (child) structure[name] = readTree(member, child, dialect)
  }
  return structure
}

/** `Tags=` (no index) is the empty list: the protocol's way to say "none". */
function readList(schema: NormalizedSchema, tree: Tree, dialect: QueryDialect): unknown[] {
  const element = schema.getValueSchema()
  const flat = dialect.flatLists || schema.getMergedTraits().xmlFlattened
  const items = flat ? tree : tree.children.get(element.getMergedTraits().xmlName ?? 'member')
  return numbered(items).map(item => readTree(element, item, dialect))
}

function readMap(schema: NormalizedSchema, tree: Tree, dialect: QueryDialect): Record<string, unknown> {
  const key = schema.getKeySchema()
  const value = schema.getValueSchema()
  const entries = schema.getMergedTraits().xmlFlattened ? tree : tree.children.get('entry')
  return Object.fromEntries(
    numbered(entries).map(entry => [
      entry.children.get(key.getMergedTraits().xmlName ?? 'key')?.value,
      readTree(value, entry.children.get(value.getMergedTraits().xmlName ?? 'value')!, dialect),
    ]),
  )
}

function numbered(tree: Tree | undefined): Tree[] {
  return [...(tree?.children ?? [])]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item)
}
