import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { within } from '../../../../testing/eventually.ts'
import { killGroup, listenToProcess } from './environment-process.ts'

function listening() {
  const [stdout, stderr, frames] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const child = Object.assign(new EventEmitter(), { stdout, stderr, stdio: [null, stdout, stderr, frames] })
  const heard: unknown[] = []
  let reported!: () => void
  const end = new Promise<void>(resolve => (reported = resolve))
  listenToProcess(child as never, {
    line: line => heard.push(['line', line]),
    logMessage: message => heard.push(['message', message]),
    ended: exit => {
      heard.push(['ended', exit])
      reported()
    },
  })
  return { child, heard, stdout, stderr, frames, end: () => within('the end is reported', end) }
}

t.test('lines of both streams and messages are heard, and the end after the last output', async t => {
  const { child, heard, stdout, stderr, frames, end } = listening()
  stdout.write('out\n')
  stderr.end('err')
  const frame = Buffer.concat([Buffer.alloc(16), Buffer.from('m')])
  frame.writeUInt32BE(1, 4)
  frames.write(frame)
  child.emit('exit', 3, null)
  await new Promise(setImmediate)
  t.same(
    heard.filter(([kind]: any) => kind === 'ended'),
    [],
    'the streams are still open',
  )
  child.emit('close')
  await end()
  t.same(heard.sort(), [
    ['ended', 'exit status 3'],
    ['line', 'err'],
    ['line', 'out'],
    ['message', 'm'],
  ])
})

t.test('an end is reported soon although a child holds the streams open, and so is a failed start', async t => {
  const held = listening()
  held.child.emit('exit', null, 'SIGKILL')
  await held.end()
  t.same(held.heard, [['ended', 'signal: killed']])
  const unstarted = listening()
  unstarted.child.emit('error', new Error('spawn ENOENT'))
  await unstarted.end()
  t.same(unstarted.heard, [['ended', 'spawn ENOENT']])
})

t.test('a process that has ended, or never began, is not killed', async t => {
  const kills: unknown[][] = []
  t.intercept(process, 'kill', { value: (...call: unknown[]) => kills.push(call) })
  for (const child of [
    { exitCode: null, signalCode: null },
    { pid: 5, exitCode: 0, signalCode: null },
    { pid: 5, exitCode: null, signalCode: 'SIGTERM' },
  ])
    await killGroup(child as never)
  t.same(kills, [])
  const child = Object.assign(new EventEmitter(), { pid: 5, exitCode: null, signalCode: null })
  const killed = killGroup(child as never)
  child.emit('exit')
  await killed
  t.same(kills, [[-5, 'SIGKILL']], 'its whole group')
})
