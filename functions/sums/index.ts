// The thread that takes the sums of an object (functions/integrity/sums-thread.ts). It answers the messages in order.
import { parentPort, workerData } from 'node:worker_threads'
import type { ContentClaim } from '../integrity/proof.ts'
import { sumsHere } from '../integrity/sums.ts'

void serve()

async function serve(): Promise<void> {
  const sums = await sumsHere(workerData as ContentClaim)
  parentPort?.on('message', async (message: Uint8Array | 'result') => {
    parentPort?.postMessage(await (message === 'result' ? sums.result() : sums.take(message)))
  })
}
