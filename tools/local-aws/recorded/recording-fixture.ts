import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

/** The services that have a file of recordings here. */
export const services = [
  'api-gateway',
  'cloudformation',
  'ec2',
  'efs',
  'iam',
  'lambda',
  'logs',
  's3',
  'sts',
  'tagging',
] as const

export type ServiceName = (typeof services)[number]

const answer = z.strictObject({
  /** The operation, as the SDK names it: `GetObject`. */
  call: z.string(),
  /** What must be there before, in addition to what the whole recording needs: names of set-ups. */
  given: z.array(z.string()).default([]),
  input: z.record(z.string(), z.unknown()).default({}),
  /** The set-up whose credentials sign the call; the account's own by default. */
  by: z.string().optional(),
  /** The HTTP status. */
  status: z.number(),
  /** The error's code as AWS sends it; none where AWS does what it is asked. */
  code: z.string().optional(),
  /** The error's whole message; `<any>` stands for what differs from call to call. */
  message: z.string().optional(),
  /** Some members of the output or of the error, each with all that is known of its value. */
  members: z.record(z.string(), z.unknown()).default({}),
  /** How the local AWS answers instead. */
  differs: z.string().optional(),
  /** What an account may not have that this answer needs: it is not asked on AWS then. */
  notOnAws: z.string().optional(),
})

const recording = z.strictObject({
  /** Where the answers were seen: an address. */
  source: z.url(),
  /** Where in the source, if it is long. */
  at: z.string().optional(),
  /** The day on which AWS gave the answers, somebody reported them, or they were taken from AWS's documentation. */
  recorded: z.iso.date(),
  given: z.array(z.string()).default([]),
  answers: z.array(answer).min(1),
})

export type Answer = z.infer<typeof answer>
export type Recording = z.infer<typeof recording>

/** All that is recorded of a service. @throws ZodError for a file of another form */
export async function recordings(service: ServiceName): Promise<Recording[]> {
  const text = await readFile(new URL(`${service}.yaml`, import.meta.url), 'utf8')
  return z.array(recording).parse(parse(text))
}
