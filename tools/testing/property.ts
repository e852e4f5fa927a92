import fc from 'fast-check'

/**
 * Every run of the suite tries the same values, so that it does not fail by chance. Another seed selects other values.
 * The message of a failure has the seed and the simplest failing values.
 */
export const seed = Number(process.env.PROPERTY_SEED || 20_261_128)

/**
 * Tries a property with generated values.
 *
 * @param runs the number of tries; each run of the suite pays for them
 * @throws Error with the seed and the simplest values found for which it does not hold
 */
export async function holds<T>(
  property: fc.IProperty<T> | fc.IAsyncProperty<T>,
  { runs = 200 }: { readonly runs?: number } = {},
): Promise<void> {
  await fc.assert(property as fc.IAsyncProperty<T>, { seed, numRuns: runs })
}
