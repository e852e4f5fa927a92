import t from 'tap'
import { checkInputs, checkOutput, checkOutputs, outputsLimit, parsedLimit } from './room.ts'

const mebibyte = 1024 ** 2
const room = (bytes: number) => ({ bytes, memoryMb: 512 })
const asked = (name: string, datatype: string, shape: number[]) => ({ name, datatype, shape, data: [] })

/** Refused with one byte less, and accepted with so many. */
function needs(bytes: number, check: (bytes: number) => void, message: string) {
  check(bytes)
  const refusal =
    `${message}, for which the function needs about 513 MB of memory; it has 512 MB. ` +
    'Send less at once, or raise ConsumerMemorySize and deploy again.'
  const details = { neededMemoryMb: 513, memoryMb: 512 }
  t.throws(() => check(bytes - 1), { code: 'TOO_LARGE', message: refusal, details }, `${message}: ${bytes} bytes`)
}

t.test('outputs as JSON may take a quarter of the room', async t => {
  t.same(
    [0, 3, 4, 4000].map(bytes => outputsLimit(room(bytes))),
    [0, 0, 1, 1000],
  )
})

t.test('text outside of large data may take a twenty-fifth of the room, and 8 MiB at most', async t => {
  t.same(
    [0, 24, 25, 250].map(bytes => parsedLimit(room(bytes))),
    [0, 0, 1, 10],
  )
  t.equal(parsedLimit(room(1024 * mebibyte)), 8 * mebibyte)
})

t.test('inputs take twice their text, and four times the bytes of their elements', async t => {
  for (const [datatypes, bytes] of [
    [['BOOL', 'INT8', 'UINT8'], 1],
    [['INT16', 'UINT16', 'FP16'], 2],
    [['INT32', 'UINT32', 'FP32'], 4],
    [['INT64', 'UINT64', 'FP64'], 8],
  ] as const) {
    for (const datatype of datatypes) {
      const inputs = [asked('x', datatype, [5, 2])]
      const check = (free: number) => checkInputs({ inputs }, 100, room(free))
      needs(2 * 100 + 4 * 10 * bytes, check, `The input "x" has 10 elements of ${datatype}`)
    }
  }
})

t.test('strings take 180 bytes each, and their text is in four more places', async t => {
  const inputs = [asked('n', 'UINT8', [3]), asked('x', 'BYTES', [10])]
  const check = (free: number) => checkInputs({ inputs }, 100, room(free))
  needs(6 * 100 + 10 * 180 + 3 * 4, check, 'The input "x" has 10 elements of BYTES')
})

t.test('the refusal of several inputs names the one that takes most memory', async t => {
  const inputs = [asked('many', 'UINT8', [9]), asked('large', 'FP64', [8]), asked('few', 'FP64', [1])]
  const check = (free: number) => checkInputs({ inputs }, 100, room(free))
  needs(200 + 4 * (9 + 64 + 8), check, 'The input "large" has 8 elements of FP64')
})

t.test('the memory that is needed is what the function has and each megabyte that lacks', async t => {
  const inputs = [asked('x', 'UINT8', [1])]
  const check = () => checkInputs({ inputs }, 6.5 * mebibyte, room(10 * mebibyte))
  t.throws(check, { code: 'TOO_LARGE', message: /needs about 516 MB of memory; it has 512 MB\./ })
})

t.test('a shape with more elements than the text can have is left to the count of the elements', async t => {
  checkInputs({ inputs: [asked('x', 'FP32', [101])] }, 100, room(200))
  const check = (free: number) => checkInputs({ inputs: [asked('x', 'FP32', [100])] }, 100, room(free))
  needs(200 + 1600, check, 'The input "x" has 100 elements of FP32')
})

t.test('an output takes its elements and its JSON, of which an element has two bytes at least', async t => {
  needs(
    18 * 6,
    free => checkOutput('y', 'FP32', [2, 3], room(free)),
    'The output "y" of shape [2,3] has 6 elements of FP32',
  )
  needs(182, free => checkOutput('y', 'BYTES', [], room(free)), 'The output "y" of shape [] has 1 elements of BYTES')
})

t.test('an output of small elements needs the room of which its JSON is a quarter', async t => {
  for (const datatype of ['UINT8', '']) {
    const message = `The output "y" of shape [10] has 10 elements of ${datatype}`
    needs(80, free => checkOutput('y', datatype, [10], room(free)), message)
  }
})

t.test('an output of unknown size is not refused', async t => {
  checkOutput('y', 'FP32', [1e9, undefined], room(0))
})

const output = (name: string, shape: (number | string)[], isTensor = true) => ({
  name,
  type: 'float32',
  isTensor,
  shape,
})
const session = (...outputMetadata: object[]) =>
  ({
    inputMetadata: [output('x', ['n', '', 3]), output('other', ['m']), output('seq', ['k'], false)],
    outputMetadata,
  }) as never
const request = { inputs: [asked('x', 'FP32', [2, 5, 3]), asked('seq', 'FP32', [9])] }

t.test('outputs are checked before the run by the sizes that the model declares, or names in its inputs', async t => {
  for (const [shape, sizes] of [
    [[6], '6'],
    [['n', 3], '2,3'],
  ] as const) {
    const of = session(output('y', [...shape]))
    const message = `The output "y" of shape [${sizes}] has 6 elements of FP32`
    needs(18 * 6, free => checkOutputs(of, request, ['y'], room(free)), message)
  }
})

t.test('outputs of unknown sizes, of no sizes or that nobody asked for are not checked before the run', async t => {
  const refused = (...metadata: object[]) => checkOutputs(session(...metadata), request, ['y'], room(0))
  t.throws(() => refused(output('z', [1]), output('y', [1])), { code: 'TOO_LARGE' })
  for (const [shape, why] of [
    [[''], 'a size without a name'],
    [['m'], 'the size of an input that is not in the request'],
    [['k'], 'the size of an input that is no tensor'],
    [[9, 'other'], 'a name of no input'],
    [[], 'no shape, which the runtime shows as that of a single value'],
  ] as const) {
    t.doesNotThrow(() => refused(output('y', [...shape])), why)
  }
  t.doesNotThrow(() => refused(output('z', [9])), 'not asked for')
  t.doesNotThrow(() => refused(output('y', [9], false)), 'no tensor')
})

t.test('a size that the request’s shape does not have is unknown', async t => {
  const short = { inputs: [asked('other', 'FP32', [])] }
  t.doesNotThrow(() => checkOutputs(session(output('y', ['m'])), short, ['y'], room(0)))
})

t.test('a size that another input of the request has is known', async t => {
  const named = {
    inputMetadata: [output('x', ['n']), output('short', ['n'])],
    outputMetadata: [output('y', ['n'])],
  } as never
  const both = { inputs: [asked('x', 'FP32', [6]), asked('short', 'FP32', [])] }
  t.throws(() => checkOutputs(named, both, ['y'], room(0)), { code: 'TOO_LARGE' })
})
