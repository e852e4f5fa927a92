import { NotFoundException } from '@aws-sdk/client-api-gateway'

/** What is gone already, perhaps with its API, needs no deletion. */
export async function unlessMissing(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error
  }
}
