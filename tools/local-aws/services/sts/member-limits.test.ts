import t from 'tap'
import { memberLimits, x } from '../../member-limits-fixture.ts'
import { constraints } from './constraints.ts'

const { between, values } = memberLimits(constraints)

t.test('texts and numbers have the limits of the model', t => {
  between(t, 'AssumeRole', 'durationSeconds', [900, 43_200], DurationSeconds => ({ DurationSeconds }))
  between(t, 'AssumeRole', 'externalId', [2, 1224], size => ({ ExternalId: x(size) }))
  between(t, 'AssumeRole', 'roleArn', [20, 2048], size => ({ RoleArn: x(size) }))
  between(t, 'AssumeRole', 'roleSessionName', [2, 64], size => ({ RoleSessionName: x(size) }))
  between(t, 'AssumeRoleWithWebIdentity', 'webIdentityToken', [4, 20_000], size => ({ WebIdentityToken: x(size) }))
  t.end()
})

t.test('names and ids have the characters of the model', t => {
  values(t, 'AssumeRole', 'externalId', ExternalId => ({ ExternalId }), {
    right: ['aB9_+=,.@:/-'],
    wrong: ['a b', 'a#b', 'aé'],
  })
  values(t, 'AssumeRole', 'roleSessionName', RoleSessionName => ({ RoleSessionName }), {
    right: ['aB9_+=,.@-'],
    wrong: ['a b', 'a:b', 'a/b'],
  })
  t.end()
})
