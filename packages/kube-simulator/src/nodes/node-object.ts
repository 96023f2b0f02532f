import { timestamp } from '@luban/kube';
import type { Condition, Node, NodeStatus } from '@luban/kube/kinds';
import { hexadecimal, randomOf } from '../support/random.ts';

/** How a simulated node is to look. */
export interface NodeOptions {
  name: string;
  /** Default: 8. */
  cpus?: number;
  /** Default: 32. */
  memoryGibibytes?: number;
  /** Default: 110, as for a kubelet. */
  pods?: number;
  labels?: Record<string, string>;
  taints?: Node['spec']['taints'];
}

export const KUBELET_VERSION = 'v1.34.0';
export const OS_IMAGE = 'Simulated by LuBan';
export const KERNEL_VERSION = '6.12.0-simulated';
const CONTAINER_RUNTIME = 'simulated://1.0';
/** Marks everything that exists only in the simulation. */
export const SIMULATED = 'luban.dev/simulated';
/** `"true"` on a node has its kubelet stop reporting, `"pressure"` report too little memory. */
export const NOT_READY = 'luban.dev/simulate-not-ready';

/** Network of the nodes themselves. */
export function nodeAddress(index: number): string {
  return `10.10.${Math.floor(index / 250)}.${(index % 250) + 2}`;
}

/** Pods' addresses of a node. The API's node IPAM may have chosen others. */
export function podNetwork(index: number): string {
  return `10.244.${index % 256}.0/24`;
}

/** The object that a kubelet registers. */
export function newNode(options: NodeOptions, index: number): Node {
  const { name, labels = {}, taints } = options;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        'kubernetes.io/hostname': name,
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'topology.kubernetes.io/region': 'simulated',
        'topology.kubernetes.io/zone': `simulated-${'abc'[index % 3]}`,
        'node.kubernetes.io/instance-type': 'simulated',
        [SIMULATED]: 'true',
        ...labels,
      },
      annotations: { [SIMULATED]: 'true', 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: {
      podCIDR: podNetwork(index),
      podCIDRs: [podNetwork(index)],
      providerID: `simulated://${name}`,
      ...(taints !== undefined && { taints }),
    },
  };
}

/** The status that a kubelet reports. */
export function nodeStatus(
  node: Node,
  options: NodeOptions,
  index: number,
  now: number,
  images: NodeStatus['images'],
): NodeStatus {
  const { cpus = 8, memoryGibibytes = 32, pods = 110 } = options;
  const random = randomOf('node', options.name);
  const memory = Math.round(memoryGibibytes * 1024 * 1024);
  const resources = (reserved: boolean) => ({
    cpu: reserved ? `${cpus * 1000 - 80}m` : `${cpus}`,
    memory: `${reserved ? memory - 512 * 1024 : memory}Ki`,
    'ephemeral-storage': reserved ? '93492209510' : '101430960Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    pods: `${pods}`,
  });
  return {
    capacity: resources(false),
    allocatable: resources(true),
    conditions: nodeConditions(node, now),
    addresses: [
      { type: 'InternalIP', address: nodeAddress(index) },
      { type: 'Hostname', address: options.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: hexadecimal(random, 32),
      systemUUID: uuid(hexadecimal(random, 32)),
      bootID: uuid(hexadecimal(random, 32)),
      kernelVersion: KERNEL_VERSION,
      osImage: OS_IMAGE,
      containerRuntimeVersion: CONTAINER_RUNTIME,
      kubeletVersion: KUBELET_VERSION,
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
    images,
  };
}

/** Whether the node is told to play dead: then nothing of it is renewed, as if its kubelet had gone. */
export function playsDead(node: Node): boolean {
  return node.metadata.annotations?.[NOT_READY] === 'true';
}

function nodeConditions(node: Node, now: number): Condition[] {
  const pressed = node.metadata.annotations?.[NOT_READY] === 'pressure';
  const dead = playsDead(node);
  const condition = (type: string, status: Condition['status'], reason: string, message: string): Condition => {
    const before = node.status?.conditions?.find((other) => other.type === type);
    return {
      type,
      status,
      lastHeartbeatTime: timestamp(now),
      lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? timestamp(now)) : timestamp(now),
      reason,
      message,
    };
  };
  if (dead) {
    const gone = (type: string) =>
      condition(type, 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
    return [gone('MemoryPressure'), gone('DiskPressure'), gone('PIDPressure'), gone('Ready')];
  }
  return [
    pressed
      ? condition('MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available')
      : condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ];
}

function uuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
