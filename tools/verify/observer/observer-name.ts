export function observerName(prefix: string): string {
  return `${prefix}-observer`
}

/** By it the removal of a deployment knows the function, whatever became of its tags. */
export const observerDescription = 'Temporary: npm run verify looks at the shared file system with it'
