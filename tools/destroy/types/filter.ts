/** A filter of EC2. An unknown id would be an error, while a filter without a match gives an empty list. */
export function where(Name: string, ...Values: string[]) {
  return { Filters: [{ Name, Values }] }
}

/** Whether a state is `delete`, `deleting`, `Deleted`, … : the resource is still described, but is gone for destroy. */
export function isGoing(state: string | undefined): boolean {
  return /^delet/i.test(state ?? '')
}
