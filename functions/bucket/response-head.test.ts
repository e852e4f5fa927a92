import t from 'tap'
import { parseHead } from './response-head.ts'

t.test('a head has a status, and headers by their names in lower case without the space around them', async t => {
  const text = 'HTTP/1.1 206 Partial Content\r\nETag:\t "x y" \t\r\nX_1:\r\nx-two: a\r\nX-Two: b\xe9'
  t.same(parseHead(text), { statusCode: 206, headers: { etag: '"x y"', x_1: '', 'x-two': 'a, b\xe9' } })
  t.same(parseHead('HTTP/1.1 206'), { statusCode: 206, headers: {} }, 'the reason may be left out')
  t.same(parseHead('HTTP/1.1 206 OK\r\n__proto__: a').headers, JSON.parse('{"__proto__":"a"}'))
})

const others = [
  '',
  ' HTTP/1.1 206 OK',
  'xHTTP/1.1 206 OK',
  'HTTP/1.0 206 OK',
  'HTTP/2 206 OK',
  'HTTP/1.1 20 OK',
  'HTTP/1.1 2066',
  'HTTP/1.1 206\tOK',
  'HTTP/1.1 206 OK\r\n',
  'HTTP/1.1 206 OK\r\nno colon',
  'HTTP/1.1 206 OK\r\n: no name',
  'HTTP/1.1 206 OK\r\n folded: line',
  'HTTP/1.1 206 OK\r\nspace : before',
  'HTTP/1.1 206 OK\r\nbell: \x07',
  'HTTP/1.1 206 OK\r\nline: a\nb',
]
for (const text of others) {
  t.test(`${JSON.stringify(text)} is not of HTTP/1.1`, async t => {
    t.same(parseHead(text), { statusCode: NaN, headers: {} })
  })
}
