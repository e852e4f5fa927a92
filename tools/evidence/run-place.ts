import type { Report } from './report.ts'

/** The origin of a run's times. Every figure and table has it, so that times of the local AWS and of AWS never mix. */
export function placeOf({ target, provenance }: Pick<Report, 'target' | 'provenance'>): string {
  return target === 'local' ? 'local AWS' : `AWS ${provenance.region}`
}

/** The origin as a sentence, with the limits that a reader must know. */
export function placeNote(report: Pick<Report, 'target' | 'provenance' | 'quick'>): string {
  const place =
    report.target === 'local'
      ? 'Measured on the local AWS, an emulator on one machine: these times say nothing about AWS.'
      : `Measured on AWS, Region ${report.provenance.region}.`
  return report.quick ? `${place} A quick run: few samples, not for print.` : place
}
