import type { NodeOptions } from '../nodes/node-object.ts';

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** The nodes of the demo's clusters, by the cluster's name. */
export const DEMO_NODES: Readonly<Record<'host' | 'member', readonly NodeOptions[]>> = {
  host: [
    controlPlane('control-1', 4, 8),
    worker('worker-1', 8, 32, 'general'),
    worker('worker-2', 4, 16, 'general'),
    {
      ...worker('gpu-1', 16, 64, 'gpu'),
      taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }],
    },
  ],
  member: [controlPlane('edge-control-1', 2, 4), worker('edge-1', 4, 8, 'edge'), worker('edge-2', 2, 4, 'edge')],
};

function controlPlane(name: string, cpus: number, memoryGibibytes: number): NodeOptions {
  return {
    name,
    cpus,
    memoryGibibytes,
    labels: { [CONTROL_PLANE]: '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' },
    taints: [{ key: CONTROL_PLANE, effect: 'NoSchedule' }],
  };
}

function worker(name: string, cpus: number, memoryGibibytes: number, pool: string): NodeOptions {
  return { name, cpus, memoryGibibytes, labels: { 'node-role.kubernetes.io/worker': '', 'demo.luban.dev/pool': pool } };
}
