/** `auto`: the closest to Lambda that the machine allows. `none`: as where nothing is allowed, for trying that. */
export type IsolationChoice = 'auto' | 'none'

const isolationChoices: readonly IsolationChoice[] = ['auto', 'none']

/** What LOCAL_AWS_ISOLATION asks for. @throws Error when that is something else */
export function isolationChoice(environment: NodeJS.ProcessEnv = process.env): IsolationChoice {
  const asked = environment.LOCAL_AWS_ISOLATION || 'auto'
  const choice = isolationChoices.find(one => one === asked)
  if (choice) return choice
  throw new Error(`LOCAL_AWS_ISOLATION is ${isolationChoices.join(' or ')}, got ${asked}`)
}
