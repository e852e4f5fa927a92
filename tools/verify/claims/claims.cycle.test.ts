import t from 'tap'
import { deployedSystem } from '../deployed-fixture.ts'
import { verifyOtherwise } from '../otherwise-fixture.ts'
import { verify } from '../verify.ts'
import { allClaims } from './all-claims.ts'
import { claimOtherwise } from './otherwise-fixture.ts'
import { seededModel } from './seeded-model.ts'

t.setTimeout(900_000)

t.test('the claims', async t => {
  const system = await deployedSystem(t)
  const claimedBytes = 2 ** 21

  await t.test('hold for the deployed system, as far as a quick verification can show them', async t => {
    const verdicts = await verify(system, { criteria: allClaims, claimedBytes, patienceMs: 60_000 })
    t.same(
      verdicts.map(({ id, status }) => [id, status]),
      [
        ['C1', 'manual'],
        ['C2', 'pass'],
        ['C3', 'pass'],
        ['C4', 'pass'],
      ],
      JSON.stringify(verdicts, null, 1),
    )
    t.match(verdicts[0]!.evidence, /^The model of this quick run has 2097152 bytes \(2 MiB\) only; the full run takes/)
    t.match(verdicts[1]!.evidence, /4 × POST \/predict at once: all answered 200/)
    t.match(verdicts[2]!.evidence, /is usable \d+\.\d\d s after its upload; the digit is read as 7/)
    t.same(verdicts.notUndone, [])
  })

  const { verification, unmet } = await verifyOtherwise(system, allClaims, { claimedBytes, patienceMs: 60_000 })
  const seeded = await seededModel(verification)
  const original = structuredClone(seeded)
  for (const { what, says, seeded: change, ...otherwise } of claimOtherwise) {
    await t.test(`${otherwise.id} fails where ${what}`, async t => {
      Object.assign(seeded, change?.(seeded))
      const sentences = await unmet(otherwise)
      Object.assign(seeded, structuredClone(original))
      t.ok(
        [...sentences, sentences.join('\n')].some(sentence => says.test(sentence)),
        sentences.join('\n'),
      )
    })
  }

  await t.test('C3 fails where the model is usable after more than a minute', async t => {
    const { now } = performance
    t.teardown(() => void (performance.now = now))
    const posted = (answer: any) => {
      if (answer.statusCode === 200) performance.now = () => now.call(performance) + 60_000
      return answer
    }
    t.match(await unmet({ id: 'C3', posted }), [/^The model was usable after 6\d\.\d\d s only$/])
  })
  t.same(await verification.close(), [], 'the checks leave nothing')
})
