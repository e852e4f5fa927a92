import { handler } from './index.ts'

/**
 * For tests only: the Producer as a process that messages control. It reports when it begins and when it has answered,
 * and may be killed between the two (victim-fixture.ts).
 */
export type FromVictim = { ready: true } | { begun: true } | { answered: unknown } | { failed: string }

const send = (message: FromVictim) => process.send!(message)

process.once('disconnect', () => process.exit())
process.on('message', async event => {
  // The process reports this once the message is through the channel: it has the event, and no answer yet.
  send({ begun: true })
  try {
    send({ answered: await handler(event, { awsRequestId: 'victim' } as never) })
  } catch (error) {
    send({ failed: error instanceof Error ? error.message : String(error) })
  }
})
send({ ready: true })
