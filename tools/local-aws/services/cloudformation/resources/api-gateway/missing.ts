import { NotFoundException } from '@aws-sdk/client-api-gateway'

/** Ignores that the resource is already gone, perhaps with its API. */
export async function unlessMissing(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error
  }
}
