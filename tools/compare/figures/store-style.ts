import { comparedStores } from '../stores.ts'

// The library's own `pin` and `arrow` lie beside their point.
const downTriangle = 'path://M0,0L10,0L5,9Z'

/** The style of a store in figures: each differs from the others in grey, in its dashes and in its symbol. */
export interface StoreStyle {
  readonly color: string
  readonly dash: 'solid' | readonly number[]
  readonly symbol: 'circle' | 'rect' | 'triangle' | 'diamond' | typeof downTriangle
}

const styles: Readonly<Record<string, StoreStyle>> = {
  efs: { color: '#111111', dash: 'solid', symbol: 'circle' },
  's3-vpc': { color: '#1f5fa8', dash: [8, 3], symbol: 'rect' },
  s3: { color: '#5b93d0', dash: [3, 3], symbol: 'triangle' },
  's3-memory': { color: '#7b5ea7', dash: [4, 3, 1, 3, 1, 3], symbol: downTriangle },
  package: { color: '#c2751a', dash: [10, 3, 2, 3], symbol: 'diamond' },
}

/**
 * A legend in two rows if needed. The library underestimates the width of DejaVu's letters, so each text ends with blanks
 * that it counts; wide gaps between entries would be between the rows too.
 */
export function legendOf(itemWidth: number): object {
  const formatter = (name: string) => name + '\u2003'.repeat(Math.ceil(name.length / 8))
  return { bottom: 4, itemWidth, itemGap: 10, textStyle: { fontSize: 12 }, formatter }
}

export const storeLegend = legendOf(40)

const other: StoreStyle = { color: '#777777', dash: [1, 3], symbol: 'circle' }

export function styleOf(store: string): StoreStyle {
  return styles[store] ?? other
}

export function shortTitle(store: string): string {
  return comparedStores.find(({ id }) => id === store)?.title ?? store
}
