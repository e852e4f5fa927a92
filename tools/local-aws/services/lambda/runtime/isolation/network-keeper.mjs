// Holds the network namespace of the functions, and opens the listeners there that the emulator requests. The emulator
// receives the opened sockets: a socket remains in the namespace in which it was made.
import { createServer } from 'node:net'

process.on('message', ({ id, port }) => {
  const server = createServer()
  server.once('error', error => process.send({ id, error: error.message }))
  server.listen(port, '127.0.0.1', () => process.send({ id }, server, () => server.close()))
})
// The emulator has ended.
process.on('disconnect', () => process.exit())
process.send({ id: 0 })
