/** How much a run measures. */
export interface SampleSizes {
  readonly coldSamples: number
  readonly warmSamples: number
  readonly concurrency: number
  readonly largeBytes: number
}

const mebibyte = 1024 * 1024

export const fullRun: SampleSizes = { coldSamples: 10, warmSamples: 100, concurrency: 10, largeBytes: 256 * mebibyte }

/** The smallest sizes that the requirements allow. */
export const quickRun: SampleSizes = { coldSamples: 5, warmSamples: 30, concurrency: 10, largeBytes: 32 * mebibyte }
