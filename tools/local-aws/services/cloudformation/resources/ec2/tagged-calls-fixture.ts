/** The tags of the stack and of a template together, and the calls that make, lose and miss them. For tests only. */
export const own = { Tags: [{ Key: 'own', Value: 'tag' }] }
export const merged = [
  { Key: 'of', Value: 'stack' },
  { Key: 'own', Value: 'tag' },
]
export const tagged = (ResourceType: string, Tags: object[] = merged) => ({
  TagSpecifications: [{ ResourceType, Tags }],
})
export const gone = Object.assign(new Error('gone'), { name: 'InvalidThingID.NotFound' })
export const retagged = [
  ['ec2.DeleteTags', { Resources: ['physical'], Tags: [{ Key: 'own' }] }],
  ['ec2.CreateTags', { Resources: ['physical'], Tags: merged.slice(0, 1) }],
]
