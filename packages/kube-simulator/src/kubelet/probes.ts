import type { IntOrString, Probe } from '@luban/kube/kinds';
import type { SimulatedNetwork } from './network/simulated-network.ts';
import type { ContainerProcess } from './runtime/container-process.ts';
import { runCommand } from './runtime/run-command.ts';

/** Longest text that an event carries of a probe's output. */
const LONGEST_OUTPUT = 1000;

/** Carries a probe out against the simulated container. @returns why it failed, in the words of the kubelet */
export async function runProbe(
  probe: Probe,
  process: ContainerProcess,
  network: SimulatedNetwork,
): Promise<string | undefined> {
  const ip = process.host.ip();
  if (probe.exec !== undefined) {
    let output = '';
    const exitCode = await runCommand(process, {
      words: probe.exec.command ?? [],
      write: (_stream, bytes) => {
        if (output.length < LONGEST_OUTPUT) output += Buffer.from(bytes).toString();
      },
      timeoutMilliseconds: (probe.timeoutSeconds ?? 1) * 1000,
    });
    if (exitCode === 0) return undefined;
    return output.trim().slice(0, LONGEST_OUTPUT) || `command exited with code ${exitCode}`;
  }
  if (probe.httpGet !== undefined) {
    const { path = '/', host = ip, scheme = 'HTTP', httpHeaders = [] } = probe.httpGet;
    const port = portOf(probe.httpGet.port, process);
    const address = network.resolve(host, process.host.pod().metadata.namespace ?? '')[0] ?? host;
    const listener = network.connect(address, port);
    const url = `${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? '' : '/'}${path}`;
    if (listener === undefined) return `Get "${url}": dial tcp ${address}:${port}: connect: connection refused`;
    if (listener.respond === undefined) return `Get "${url}": EOF`;
    const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name.toLowerCase(), value]));
    const { status } = await listener.respond({
      method: 'GET',
      url: path,
      headers: { 'user-agent': 'kube-probe/1.34', ...headers },
      body: '',
    });
    return status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`;
  }
  if (probe.tcpSocket !== undefined) {
    const port = portOf(probe.tcpSocket.port, process);
    return network.connect(ip, port) === undefined ? `dial tcp ${ip}:${port}: connect: connection refused` : undefined;
  }
  if (probe.grpc !== undefined) {
    const { port } = probe.grpc;
    return network.connect(ip, port) === undefined
      ? `timeout: failed to connect service "${ip}:${port}" within 1s`
      : undefined;
  }
  return undefined;
}

function portOf(port: IntOrString, { host }: ContainerProcess): number {
  if (typeof port === 'number') return port;
  return host.container.ports?.find(({ name }) => name === port)?.containerPort ?? (Number(port) || 0);
}
