// The inference process: it runs everything that the content of a model or of an input can break. The Consumer starts
// it and outlives it (consumer/inference-process.ts). It never touches EFS, S3 or HTTP.
import { Channel } from './channel.ts'
import { becomeFirstVictim } from './first-victim.ts'
import type { Reply, Request } from '../inference-protocol/messages.ts'
import { Work } from './work.ts'

becomeFirstVictim()

// The first descriptor after those that every process has. consumer/inference-process.ts opens it.
const channel = new Channel<Request, Reply>(3)
const work = new Work(channel)

async function serve(): Promise<void> {
  channel.send({ ready: true })
  for (let frame = channel.receive(); frame; frame = channel.receive()) await work.answer(frame)
}

serve().then(
  () => process.exit(),
  // EPIPE: the Consumer ended in the middle of an answer.
  error => process.exit(error?.code === 'EPIPE' ? 0 : 1),
)
