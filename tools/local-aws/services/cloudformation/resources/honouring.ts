import { refuseUnhonoured } from './honoured-properties.ts'
import type { ResourceType } from './resource-type.ts'

/** A resource type that refuses every property that its module would otherwise silently drop. */
export function honouring(names: readonly string[], type: ResourceType): ResourceType {
  const { update } = type
  return {
    ...type,
    create: async (properties, context) => {
      refuseUnhonoured(type.typeName, properties, names)
      return type.create(properties, context)
    },
    ...(update && {
      update: async (request, context) => {
        refuseUnhonoured(type.typeName, request.after, names)
        return update(request, context)
      },
    }),
  }
}
