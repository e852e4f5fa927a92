import { cliCommands } from './cli-commands.ts'
import type { Resource } from './resource.ts'
import type { Found } from './types/removable-type.ts'
import { removableTypes } from './types/removable-types.ts'

/** A resource that still exists although it should not, and the AWS CLI commands that remove it. */
export interface Leftover extends Resource {
  readonly note?: string
  readonly commands: readonly string[]
}

/** Sorts leftovers so that the commands work: dependent resources first, a stack after its resources. */
export function toLeftovers(found: readonly Found[], region: string): Leftover[] {
  const once = new Map<string, Found>()
  for (const one of found) once.set(`${one.type} ${one.id}`, { ...once.get(`${one.type} ${one.id}`), ...one })
  return [...once.values()]
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
    .map(one => ({
      type: one.type,
      id: one.id,
      ...(one.note && { note: one.note }),
      commands: one.notByHand ? [] : cliCommands(one, region),
    }))
}

/** Lists the type, id, note and commands of each leftover. */
export function leftoverLines(leftovers: readonly Leftover[]): string[] {
  return leftovers.flatMap(({ type, id, note, commands }) => [
    `  ${type}  ${id}${note ? `: ${note}` : ''}`,
    ...commands.map(command => `      ${command}`),
  ])
}

function rank({ type }: Found): number {
  const place = removableTypes.findIndex(one => one.type === type)
  return place === -1 ? removableTypes.length : place
}
