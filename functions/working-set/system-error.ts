import { constants } from 'node:os'

/** An error of the operating system, as Node's file system calls throw them. */
export interface SystemError extends Error {
  code: string
  errno: number
  syscall: string
}

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
}

/**
 * The name of the error: ENOENT, ESTALE and so on. Node has no name for some, ESTALE among them, and calls it "Unknown
 * system error -116".
 */
export function nameOf({ code, errno }: SystemError): string {
  const [name] = Object.entries(constants.errno).find(([, number]) => number === -errno) ?? [code]
  return name
}

/** The name of the system error that caused this one, or undefined. */
export function causeOf(error: unknown): string | undefined {
  return error instanceof Error && isSystemError(error.cause) ? nameOf(error.cause) : undefined
}

/** For `.catch(unless(value, 'ENOENT'))`: returns the value in place of an error with one of these names. */
export function unless<T>(value: T, ...names: string[]): (error: unknown) => T {
  return error => {
    if (isSystemError(error) && names.includes(error.code)) return value
    throw error
  }
}
