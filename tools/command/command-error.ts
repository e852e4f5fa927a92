export interface CommandErrorOptions {
  /** The user's next step, as a sentence or a command line. */
  readonly nextStep?: string
  readonly cause?: unknown
}

/** A failure for the user to read: what failed, on which thing, a stable code, and what to do next. */
export class CommandError extends Error {
  readonly code: string
  readonly nextStep: string | undefined

  constructor(code: string, message: string, options: CommandErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'CommandError'
    this.code = code
    this.nextStep = options.nextStep
  }
}

/** The command line is wrong. The command ends with 2. */
export class MisuseError extends CommandError {
  constructor(message: string, options: CommandErrorOptions = {}) {
    super('MISUSED', message, { nextStep: 'Run it with --help.', ...options })
    this.name = 'MisuseError'
  }
}

/** This machine lacks something that the command needs. Nothing was done, and the command ends with 2. */
export class CannotRunHere extends CommandError {
  constructor(message: string, options: CommandErrorOptions = {}) {
    super('CANNOT_RUN_HERE', message, options)
  }
}
