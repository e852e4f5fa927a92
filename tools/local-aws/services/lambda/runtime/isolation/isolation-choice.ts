/** `auto`: the isolation closest to Lambda's that the machine allows. `none`: as on a machine that allows none. */
export type IsolationChoice = 'auto' | 'none'

const isolationChoices: readonly IsolationChoice[] = ['auto', 'none']

/** The value of LOCAL_AWS_ISOLATION. @throws Error if it is another value */
export function isolationChoice(environment: NodeJS.ProcessEnv = process.env): IsolationChoice {
  const asked = environment.LOCAL_AWS_ISOLATION || 'auto'
  const choice = isolationChoices.find(one => one === asked)
  if (choice) return choice
  throw new Error(`LOCAL_AWS_ISOLATION is ${isolationChoices.join(' or ')}, got ${asked}`)
}
