import t from 'tap'
import { labClients } from './lab-description.ts'

t.test('the three clients of the lab share no folder and no network interface', t => {
  const clients = labClients()
  t.equal(clients.length, 3)
  for (const name of ['name', 'mountPath', 'smallMountPath', 'link'] as const) {
    t.equal(new Set(clients.map(client => client[name])).size, 3, name)
  }
  // Linux takes names of interfaces of 1 to 15 bytes (IFNAMSIZ, netdevice(7)).
  for (const { link } of clients) t.match(link, /^[a-z]{1,15}$/)
  t.equal(new Set(clients.flatMap(({ mountPath, smallMountPath }) => [mountPath, smallMountPath])).size, 6)
  t.end()
})
