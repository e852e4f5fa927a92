import type { Found, VpcSearch } from './types/removable-type.ts'
import { removableTypes } from './types/removable-types.ts'

/** Finds everything that prevents the deletion of a VPC. The note says whether this deployment made it. */
export async function inTheVpc(search: VpcSearch): Promise<Found[]> {
  const note = `not made by this deployment, but in its VPC ${search.vpcId}`
  const all: Found[] = []
  for (const { type, findInVpc } of removableTypes) {
    const sightings = (await findInVpc?.(search)) ?? []
    all.push(...sightings.map(({ ours, ...found }) => ({ type, ...(!ours && { note }), ...found })))
  }
  return all
}
