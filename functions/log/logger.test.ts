import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { compiledScript } from '../../tools/testing/compiled-script.ts'
import { ended } from '../../tools/testing/ended.ts'

t.test('a line is written when the call returns, so none is lost if the process is then frozen or killed', async t => {
  // The only thread that writes asynchronously is busy, so a line that was left to it would never appear.
  const script = `
    const { pbkdf2 } = await import('node:crypto')
    const { createLogger } = await import(${JSON.stringify(fileURLToPath(new URL('logger.ts', import.meta.url)))})
    pbkdf2('', '', 1e9, 1, 'sha1', () => {})
    createLogger().info({ requestId: 'r' }, 'Request ended')
    process.kill(process.pid, 'SIGKILL')
  `
  const child = spawn(process.execPath, [await compiledScript(t.testdir(), script)], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  })
  const { stdout: output, stderr: errors, signal } = await ended(child)
  t.equal(signal, 'SIGKILL', errors)
  t.match(JSON.parse(output || '{}'), { level: 'INFO', requestId: 'r', message: 'Request ended' })
})
