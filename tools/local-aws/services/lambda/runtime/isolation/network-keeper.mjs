// Holds the network namespace that the functions are in, and opens the listeners there that the emulator asks for. The
// emulator gets them with what has opened them here: a socket stays in the namespace in which it was made.
import { createServer } from 'node:net'

process.on('message', ({ id, port }) => {
  const server = createServer()
  server.once('error', error => process.send({ id, error: error.message }))
  server.listen(port, '127.0.0.1', () => process.send({ id }, server, () => server.close()))
})
// The emulator is gone.
process.on('disconnect', () => process.exit())
process.send({ id: 0 })
