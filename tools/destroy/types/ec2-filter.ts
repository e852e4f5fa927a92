/** A filter of EC2. An unknown id would be an error, while a filter without a match gives an empty list. */
export function where(Name: string, ...Values: string[]) {
  return { Filters: [{ Name, Values }] }
}
