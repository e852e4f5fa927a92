export interface CommandErrorOptions {
  /** What the user can do now, as a sentence or a command line. */
  readonly nextStep?: string
  readonly cause?: unknown
}

/** A failure that the user can read: what failed, with which thing, under a code that stays, and what to do next. */
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

/** The command line cannot be carried out as it is; the command ends with 2. */
export class MisuseError extends CommandError {
  constructor(message: string, options: CommandErrorOptions = {}) {
    super('MISUSED', message, { nextStep: 'Run it with --help.', ...options })
    this.name = 'MisuseError'
  }
}

/** This machine lacks what the command needs, and nothing has been done; the command ends with 2. */
export class CannotRunHere extends CommandError {
  constructor(message: string, options: CommandErrorOptions = {}) {
    super('CANNOT_RUN_HERE', message, options)
  }
}
