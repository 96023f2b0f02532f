/** A simulated cluster as a process of its own, so that it can die. See member-cluster.ts. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@luban/kube';
import { createApiServer, kubeconfig, listen, openPki, openStore } from '@luban/kube-apiserver';
import { DEMO_NODES, startSimulator } from '@luban/kube-simulator';

const [folder = '', wanted = '0'] = process.argv.slice(2);
const onError = (error: unknown) => console.error(error);
const pki = await openPki(join(folder, 'pki'), { clock: systemClock });
const store = await openStore({ directory: join(folder, 'store'), onError });
let port = Number(wanted);
const server = await createApiServer({ store, pki, address: () => `https://127.0.0.1:${port}`, onError });
const simulator = await startSimulator({
  client: (userAgent) => server.client({ userAgent }),
  clock: systemClock,
  seed: 'reef',
  nodes: DEMO_NODES.member,
  onError,
});
server.setDialer(simulator.dialer);
const listener = await listen({
  tls: { key: pki.server.key, cert: pki.server.certificate, ca: pki.ca },
  host: '127.0.0.1',
  port,
  route: (path) => ({ handler: server.handler, path }),
});
port = listener.port;
const clusters = [{ name: 'reef', displayName: 'Reef', server: `https://127.0.0.1:${port}` }];
const { certificate, key } = pki.admin;
await writeFile(
  join(folder, 'kubeconfig'),
  kubeconfig({ clusters, ca: pki.ca, certificate, key, currentContext: 'reef' }),
);
process.send!({ port });
