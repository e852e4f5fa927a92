// Go's names of signals, which Lambda uses for the end of a process: pkg.go.dev/syscall#Signal.String on Linux.
const signals: Readonly<Record<string, string>> = {
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGQUIT: 'quit',
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGKILL: 'killed',
  SIGUSR1: 'user defined signal 1',
  SIGSEGV: 'segmentation fault',
  SIGUSR2: 'user defined signal 2',
  SIGPIPE: 'broken pipe',
  SIGALRM: 'alarm clock',
  SIGTERM: 'terminated',
}

/** `exit status 1`, `signal: killed`; undefined for a process that ended with status 0. */
export function exitReason(code: number | null, signal: string | null): string | undefined {
  if (signal) return `signal: ${signals[signal] ?? signal.replace('SIG', '').toLowerCase()}`
  return code === 0 ? undefined : `exit status ${code}`
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib has both sentences. */
export function exitSentence(reason: string | undefined): string {
  return reason === undefined ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${reason}`
}
