/** A filter of EC2. An id that is unknown is an error, a filter that fits nothing gives an empty list. */
export function where(Name: string, ...Values: string[]) {
  return { Filters: [{ Name, Values }] }
}

/** `delete`, `deleting`, `Deleted`, … : of a resource that is still described, and is gone for destroy. */
export function isGoing(state: string | undefined): boolean {
  return /^delet/i.test(state ?? '')
}
