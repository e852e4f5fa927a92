/**
 * From here on this process believes that it is so much later. Linux has no namespace for the time of day
 * (time_namespaces(7)), so it is JavaScript's clock that is moved; what the kernel and the server stamp stays as it is.
 */
export function shiftClock(byMs: number): void {
  if (byMs === 0) return
  const RealDate = Date
  class ShiftedDate extends RealDate {
    // `new Date()` alone asks for the time; all else says which one it means.
    constructor(...given: []) {
      if (given.length === 0) super(ShiftedDate.now())
      else super(...given)
    }

    static override now(): number {
      return RealDate.now() + byMs
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor
}
