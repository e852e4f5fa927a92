import type { Test } from 'tap'
import type { VerdictId } from '../evidence/verdicts/verdict.ts'
import type { ApiAnswer } from '../exercise/api-client.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Criterion } from './criterion.ts'
import { type OpenVerification, openVerification, type VerificationOptions } from './verification.ts'

// any: the answers of every command.
export type Answer = (ask: () => Promise<any>, input: any) => Promise<any>

/** A changed answer of AWS or of the API, and the sentence that a check must report for it. For tests only. */
export interface Otherwise {
  readonly id: VerdictId
  /** Completes the title `1.3 fails where …`. */
  readonly what: string
  /** Keys are names of SDK commands, without `Command`. */
  readonly answers?: Readonly<Record<string, Answer>>
  /** The API's answer to a POST. */
  readonly posted?: (answer: ApiAnswer, request: any) => ApiAnswer
  /** The API's answer to a browser's request. */
  readonly fetched?: (answer: Response, url: string) => Response | Promise<Response>
  /** Replaces outputs of the stack. */
  readonly outputs?: Readonly<Record<string, string>>
  readonly says: RegExp
}

/** Changes the real answer. */
export function changed(change: (output: any) => void): Answer {
  return async ask => {
    const output = await ask()
    change(output)
    return output
  }
}

/** Changes the observer function's answers to one action, or to several. */
export function observed(
  action: string | readonly string[],
  change: (answer: any) => void,
): Readonly<Record<string, Answer>> {
  return {
    Invoke: async (ask, input) => {
      const output = await ask()
      if (![action].flat().includes(JSON.parse(Buffer.from(input.Payload).toString()).action)) return output
      const answer = JSON.parse(Buffer.from(output.Payload).toString())
      change(answer)
      return { ...output, Payload: Buffer.from(JSON.stringify(answer)) }
    },
  }
}

/** Changes the body or status of the API's answer to one path. */
export function answered(path: string, change: (body: any) => void, status?: number): Pick<Otherwise, 'fetched'> {
  return {
    fetched: async (answer, url) => {
      if (!url.endsWith(path)) return answer
      const body = await answer.json()
      change(body)
      return new Response(JSON.stringify(body), { status: status ?? answer.status, headers: answer.headers })
    },
  }
}

export interface OtherwiseVerification {
  readonly verification: OpenVerification
  /**
   * Lists the sentences of the criterion that do not hold with this answer. If the check throws, its error comes last.
   */
  unmet(otherwise: Omit<Otherwise, 'what' | 'says'>): Promise<readonly string[]>
}

/** Runs many changed answers in one verification, so that everything that its checks make is made once. */
export async function verifyOtherwise(
  system: DeployedSystem,
  criteria: readonly Criterion[],
  options: VerificationOptions = {},
): Promise<OtherwiseVerification> {
  const verification = await openVerification(system, {
    quick: true,
    largestBytes: 2 ** 24,
    patienceMs: 15_000,
    ...options,
  })
  let now: Omit<Otherwise, 'what' | 'says'> | undefined
  for (const client of Object.values<any>(verification.clients)) {
    client.middlewareStack.add(
      (next: (args: any) => Promise<any>, { commandName = '' }: { commandName?: string }) =>
        async (args: any) => {
          const answer = now?.answers?.[commandName.replace(/Command$/, '')]
          if (!answer) return next(args)
          const output = await answer(async () => (await next(args)).output, args.input)
          return { output, response: {} }
        },
      { step: 'initialize' },
    )
  }
  const post = verification.api.post.bind(verification.api)
  verification.api.post = async (path, body, signal) => {
    const answer = await post(path, body, signal)
    return now?.posted?.(answer, body) ?? answer
  }
  return {
    verification,
    unmet: async otherwise => {
      const broken: string[] = []
      const { fetch } = globalThis
      now = otherwise
      if (otherwise.fetched)
        globalThis.fetch = async (url, init) => otherwise.fetched!(await fetch(url, init), String(url))
      const { check } = criteria.find(({ id }) => id === otherwise.id)!
      const asSaid = { ...verification, system: { ...system, outputs: { ...system.outputs, ...otherwise.outputs } } }
      try {
        await check(otherwise.outputs ? asSaid : verification, {
          observed: () => {},
          expect: (holds, sentence) => {
            if (!holds) broken.push(sentence)
          },
          leaveToReader: () => {},
        })
      } catch (error) {
        broken.push((error as Error).message)
      } finally {
        now = undefined
        globalThis.fetch = fetch
      }
      return broken
    },
  }
}

/**
 * Makes a test for each changed answer: the criterion fails, with the expected sentence. All share one verification:
 * `shared`, or one that is opened and closed.
 */
export async function failsWhere(
  t: Test,
  system: DeployedSystem,
  criteria: readonly Criterion[],
  ways: readonly Otherwise[],
  shared?: OtherwiseVerification,
): Promise<void> {
  const { verification, unmet } = shared ?? (await verifyOtherwise(system, criteria))
  for (const { what, says, ...otherwise } of ways) {
    await t.test(`${otherwise.id} fails where ${what}`, async t => {
      const sentences = await unmet(otherwise)
      t.ok(
        sentences.some(sentence => says.test(sentence)),
        sentences.join('\n'),
      )
    })
  }
  if (!shared) t.same(await verification.close(), [])
}
