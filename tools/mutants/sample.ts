import { createHash } from 'node:crypto'
import { fingerprint, type Mutant } from './mutant.ts'

/**
 * Draws this many mutants, always the same ones for the same seed. The rank of a mutant depends only on its own text and
 * the seed, so the sample stays the same when other code changes.
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
