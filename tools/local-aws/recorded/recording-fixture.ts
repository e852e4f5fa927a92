import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

/** The services with a file of recordings here. */
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
  /** The operation, by its name in the SDK: `GetObject`. */
  call: z.string(),
  /** The set-ups that this answer needs, besides those of the whole recording. */
  given: z.array(z.string()).default([]),
  input: z.record(z.string(), z.unknown()).default({}),
  /** The set-up whose credentials sign the call. Default: the account's own. */
  by: z.string().optional(),
  /** The HTTP status. */
  status: z.number(),
  /** The error's code as AWS sends it. Missing if the call succeeds. */
  code: z.string().optional(),
  /** The error's whole message; `<any>` replaces parts that differ from call to call. */
  message: z.string().optional(),
  /** Some members of the output or of the error, each with its known value. */
  members: z.record(z.string(), z.unknown()).default({}),
  /** The different answer of the local AWS. */
  differs: z.string().optional(),
  /** A condition that an account may not meet. The answer is then not requested on AWS. */
  notOnAws: z.string().optional(),
})

const recording = z.strictObject({
  /** The address of the source. */
  source: z.url(),
  /** The place in the source, if it is long. */
  at: z.string().optional(),
  /** The day on which AWS gave the answers, somebody reported them, or they were read in AWS's documentation. */
  recorded: z.iso.date(),
  given: z.array(z.string()).default([]),
  answers: z.array(answer).min(1),
})

export type Answer = z.infer<typeof answer>
export type Recording = z.infer<typeof recording>

/** Reads all recordings of a service. @throws ZodError for a file of another form */
export async function recordings(service: ServiceName): Promise<Recording[]> {
  const text = await readFile(new URL(`${service}.yaml`, import.meta.url), 'utf8')
  return z.array(recording).parse(parse(text))
}
