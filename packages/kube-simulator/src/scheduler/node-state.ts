import type { ContainerPort, Node, Pod } from '@luban/kube/kinds';
import { keyOf } from '../support/objects.ts';
import { type Amounts, addAmounts, amountsOf, requestsOf } from '../support/pod-requests.ts';

/** A node with what its pods take of it. */
export class NodeState {
  readonly name: string;
  readonly pods = new Map<string, Pod>();
  readonly requested = new Map<string, number>();
  #node: Node | undefined;
  #allocatable: Amounts = new Map();
  /** Host ports in use, as `ip/protocol/port`, with how many pods use them. */
  readonly #ports = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  get node(): Node | undefined {
    return this.#node;
  }

  set node(node: Node | undefined) {
    this.#node = node;
    this.#allocatable = amountsOf(node?.status?.allocatable ?? node?.status?.capacity);
  }

  get allocatable(): Amounts {
    return this.#allocatable;
  }

  add(pod: Pod): void {
    this.remove(keyOf(pod));
    this.pods.set(keyOf(pod), pod);
    addAmounts(this.requested, requestsOf(pod.spec));
    for (const port of hostPorts(pod)) this.#ports.set(port, (this.#ports.get(port) ?? 0) + 1);
  }

  remove(key: string): void {
    const pod = this.pods.get(key);
    if (pod === undefined) return;
    this.pods.delete(key);
    addAmounts(this.requested, requestsOf(pod.spec), -1);
    for (const port of hostPorts(pod)) {
      const users = (this.#ports.get(port) ?? 1) - 1;
      if (users === 0) this.#ports.delete(port);
      else this.#ports.set(port, users);
    }
  }

  /** Some other pod has a host port that this one asks for. */
  hasPortsOf(pod: Pod): boolean {
    return hostPorts(pod).some((wanted) => {
      const [ip, rest] = splitPort(wanted);
      if (ip !== ANY) return this.#ports.has(wanted) || this.#ports.has(`${ANY}/${rest}`);
      return [...this.#ports.keys()].some((used) => splitPort(used)[1] === rest);
    });
  }
}

const ANY = '0.0.0.0';
const hostPortsOf = new WeakMap<object, readonly string[]>();

function hostPorts({ spec }: Pod): readonly string[] {
  let ports = hostPortsOf.get(spec);
  if (ports === undefined) {
    const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
    ports = [...spec.containers, ...sidecars].flatMap((container) => (container.ports ?? []).flatMap(portName));
    hostPortsOf.set(spec, ports);
  }
  return ports;
}

function portName({ hostPort, hostIP, protocol }: ContainerPort): string[] {
  return hostPort ? [`${hostIP || ANY}/${protocol ?? 'TCP'}/${hostPort}`] : [];
}

function splitPort(port: string): [ip: string, rest: string] {
  const slash = port.indexOf('/');
  return [port.slice(0, slash), port.slice(slash + 1)];
}
