import type { Test } from 'tap'
import { checkConstraints, type Constraints } from './constraints.ts'

/** Asks the constraints of a service for their edges, without a server. */
export function memberLimits(constraints: Constraints) {
  /** The paths of the refused members. */
  const refused = (operation: string, input: object): string[] => {
    try {
      checkConstraints({ validationErrorCode: 'Refused', constraints }, operation, input)
      return []
    } catch (error) {
      const { message } = error as Error
      const paths = [...message.matchAll(/ at '([^']+)'/g)].map(([, path]) => path!)
      return paths.length > 0 ? [...new Set(paths)] : [message]
    }
  }
  /** Checks that a member is accepted at both of its limits, and refused beyond them. */
  const between = (
    t: Test,
    operation: string,
    path: string,
    [least, most]: readonly [least: number, most: number],
    inputOf: (size: number) => object,
  ): void => {
    for (const size of [least, most]) t.same(refused(operation, inputOf(size)), [], `${operation} ${path} of ${size}`)
    const beyond = [...(least > 0 ? [least - 1] : []), ...(Number.isSafeInteger(most + 1) ? [most + 1] : [])]
    for (const size of beyond) t.same(refused(operation, inputOf(size)), [path], `${operation} ${path} of ${size}`)
  }
  /** Checks which values of a member are accepted. */
  const values = (
    t: Test,
    operation: string,
    path: string,
    inputOf: (value: string) => object,
    { right, wrong }: { right: readonly string[]; wrong: readonly string[] },
  ): void => {
    for (const value of right) t.same(refused(operation, inputOf(value)), [], `${operation} ${path}: ${value}`)
    for (const value of wrong) t.same(refused(operation, inputOf(value)), [path], `${operation} ${path}: not ${value}`)
  }
  return { refused, between, values }
}

export const x = (size: number): string => 'x'.repeat(size)
export const list = <T>(size: number, item: T): T[] => Array.from({ length: size }, () => item)
