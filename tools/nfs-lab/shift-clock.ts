/**
 * Moves the clock of this process forward. Linux has no namespace for the time of day (time_namespaces(7)), so only
 * JavaScript's clock moves; time stamps of the kernel and the server do not.
 */
export function shiftClock(byMs: number): void {
  if (byMs === 0) return
  const RealDate = Date
  class ShiftedDate extends RealDate {
    // Only `new Date()` reads the current time; with arguments the time is given.
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
