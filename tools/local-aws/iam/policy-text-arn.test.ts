import t from 'tap'
import { PolicyText } from './policy-variables.ts'

const arn = (text: string, actual: string, context?: Record<string, string>) =>
  new PolicyText(text, context).matchesArn(actual)

t.test('an ARN must match in all of its six parts', t => {
  const lambda = 'arn:aws:lambda:us-east-1:1:function:a'
  t.equal(arn(lambda, lambda), true)
  t.equal(arn('arn:aws:lambda:us-east-1:1:function:b', lambda), false, 'the last one differs')
  t.equal(arn('arn:aws:lambda:us-east-1:2:function:a', lambda), false, 'one in the middle differs')
  t.equal(arn('arn:aws:lambda:us-east-1:1', lambda), false, 'it has fewer parts')
  t.equal(arn('arn:aws:lambda:us-east-1:1:*', lambda), true, 'the resource may contain colons')
  t.equal(arn('arn:aws:lambda:us-east-1:1:f*:a', lambda), true)
  t.equal(arn('arn:aws:lambda:us-east-1:1:function', lambda), false)
  t.equal(arn('arn:*:*:*:*:x:y', 'arn:a:b:c:d:z:x:y'), false, 'a star does not match across a colon')
  t.equal(arn('a:b:c:d:e:f:g', 'a:b:c:d:e:fg'), false, 'colons of the resource count')
  t.equal(arn('a:b:c:d:e', 'a:b:c:d:e:'), false, 'an empty part counts as a part')
  t.equal(arn('arn:*:*:*:*:*', 'arn:aws:s3:::b'), true)
  t.equal(arn('arn:*:*:*:*', 'arn:aws:s3:::b'), false)
  t.equal(arn('*:*:*:*:*:x:y', 'arn:aws:a:b:c:x:z'), false)
  t.end()
})

t.test('a single star matches any text, also one that is no ARN', t => {
  t.equal(arn('*', 'arn:aws:s3:::b'), true)
  t.equal(arn('*', 'no ARN'), true)
  t.equal(arn('', 'arn:aws:s3:::b'), false)
  t.equal(arn('${aws:userid}', 'arn:aws:s3:::b', {}), false, 'a variable without a value')
  t.equal(
    arn('${aws:userid}', 'arn:aws:s3:::b', { 'aws:userid': '*' }),
    false,
    'a star from a variable only matches a star',
  )
  t.end()
})

t.test('wildcards in a variable’s value are plain text', t => {
  const matches = (text: string, id: string) => new PolicyText('x${aws:userid}', { 'aws:userid': id }).matches(text)
  t.equal(matches('xa?', 'a?'), true)
  t.equal(matches('xab', 'a?'), false)
  t.equal(matches('xa', 'a?'), false)
  t.equal(matches('xa*', 'a*'), true)
  t.equal(matches('xa', 'a*'), false)
  t.end()
})

t.test('variables: the three characters, blanks around key and default, case-insensitive keys', t => {
  const value = (text: string, context = {}) => new PolicyText(text, context).value
  t.equal(value('${*}${?}${$}{x}'), '*?${x}')
  t.equal(value('${ AWS:UserId }', { 'aws:userid': 'u' }), 'u')
  t.equal(value("${aws:x,'none'}"), 'none')
  t.equal(value("${aws:x ,  'a, b'  }"), 'a, b')
  t.equal(value("${aws:x, ''}"), '')
  t.equal(value("${aws:x, 'none'}", { 'aws:x': 'set' }), 'set')
  t.equal(value("${aws:x, 'none'}", { 'aws:x': ['a', 'b'] }), 'none', 'a key with several values cannot be a variable')
  t.equal(value('${aws:x, none}', { 'aws:x': 'set' }), undefined)
  t.equal(value('${none, aws:x}', { 'aws:x': 'set' }), undefined)
  t.equal(value('${}'), undefined, 'without a key')
  t.equal(value("${,'a'}"), undefined)
  t.equal(value('a${aws:x}b${aws:y}', { 'aws:x': '1', 'aws:y': '2' }), 'a1b2')
  t.equal(value('${aws:y}${aws:x}', { 'aws:x': '1' }), undefined)
  t.equal(value('${aws:x}${aws:y}', { 'aws:x': '1' }), undefined)
  t.end()
})
