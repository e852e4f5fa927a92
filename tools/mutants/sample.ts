import { createHash } from 'node:crypto'
import { fingerprint, type Mutant } from './mutant.ts'

/**
 * A sample of so many mutants, the same for the same seed. Each mutant has its place in the lot by its own text and the
 * seed, so what is drawn stays when other code changes.
 */
export function sample(mutants: readonly Mutant[], size: number, seed: string): Mutant[] {
  return mutants
    .map(mutant => ({ mutant, lot: lot(seed, mutant) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, size)
    .map(({ mutant }) => mutant)
}

function lot(seed: string, mutant: Mutant): string {
  return createHash('sha256')
    .update(`${seed}\n${mutant.mutator}\n${fingerprint(mutant)}`)
    .digest('hex')
}
