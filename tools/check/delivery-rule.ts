import { isDeepStrictEqual } from 'node:util'
import type { Workflow } from '../workflow/workflow.ts'
import type { Finding } from './finding.ts'

/** Makes the finding at a place of the workflow's file. */
export type Find = (place: readonly (string | number)[], sentence: string) => Finding
/** Finds what a workflow breaks of one rule. */
export type Rule = (workflow: Workflow, find: Find) => readonly Finding[]

/** The finding, unless this holds. */
export function check(holds: boolean, finding: () => Finding): readonly Finding[] {
  return holds ? [] : [finding()]
}

/** The workflow runs on these events, each with this filter and no other. */
export function triggers(expected: Readonly<Record<string, unknown>>): Rule {
  return ({ on = {} }, find) =>
    Object.entries(expected).flatMap(([event, filter]) =>
      check(event in on && isDeepStrictEqual(on[event], filter), () =>
        find(['on', event], `The workflow runs on ${event}${filter ? ` of ${JSON.stringify(filter)}` : ''}.`),
      ),
    )
}

/** A start by hand asks for these inputs and no others. */
export function inputs(...names: readonly string[]): Rule {
  return ({ on }, find) => {
    const { inputs = {} } = (on?.workflow_dispatch ?? {}) as { inputs?: object }
    return check(isDeepStrictEqual(Object.keys(inputs).sort(), [...names].sort()), () =>
      find(['on', 'workflow_dispatch'], `It is started by hand with the inputs ${names.join(', ')}.`),
    )
  }
}

/** The job waits for the other one. */
export function needs(name: string, other: string): Rule {
  return ({ jobs }, find) =>
    check([jobs[name]?.needs].flat().includes(other), () => find(['jobs', name], `The job ${name} needs ${other}.`))
}

/** The `if` of the job has exactly these parts. */
export function condition(name: string, parts: readonly string[]): Rule {
  const expected = `\${{ ${parts.join(' && ')} }}`
  return ({ jobs }, find) =>
    check(jobs[name]?.if === expected, () => find(['jobs', name, 'if'], `The condition of ${name} is ${expected}.`))
}

/** The job has a step with this command, which has no condition of its own. */
export function runs(name: string, command: RegExp): Rule {
  return ({ jobs }, find) =>
    check(jobs[name]?.steps?.some(step => command.test(step.run ?? '') && step.if === undefined) ?? false, () =>
      find(['jobs', name, 'steps'], `${name} runs npm run destroy as in ${command.source}`),
    )
}
