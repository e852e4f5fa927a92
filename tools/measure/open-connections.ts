import type { ApiClient } from '../exercise/api-client.ts'

/**
 * Opens connections for the calls that are measured next. If that fails, the calls are still made: their rows show the
 * failure, and which of them had to connect first.
 */
export async function openConnections(api: ApiClient, count: number, signal?: AbortSignal): Promise<void> {
  try {
    await api.connect(count, signal)
  } catch {
    signal?.throwIfAborted()
  }
}
