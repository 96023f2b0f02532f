import type { KubeObject } from '@luban/kube';
import { binding, EVENTS, READ, role, rule, serviceAccount, user } from './notation.ts';

const SIGNER = 'system:controller:bootstrap-signer';
const CLEANER = 'system:controller:token-cleaner';
const CLOUD = 'system:controller:cloud-provider';
const READER = 'extension-apiserver-authentication-reader';
const LOCKING = 'system::leader-locking-';

/** Roles in kube-system and kube-public. */
export function namespaceRoles(): KubeObject[] {
  return [
    role('kube-public', SIGNER, [
      rule(READ, 'core', 'configmaps'),
      rule('update', 'core', 'configmaps', 'cluster-info'),
      EVENTS,
    ]),
    role('kube-system', READER, [rule(READ, 'core', 'configmaps', READER.replace(/-reader$/, ''))]),
    ...LEADERS.map((leader) =>
      role('kube-system', LOCKING + leader, [
        rule('watch', 'core', 'configmaps'),
        rule('get update', 'core', 'configmaps', leader),
        rule('create get list update watch', 'coordination.k8s.io', 'leases'),
        rule('create get list update watch', 'coordination.k8s.io', 'leasecandidates'),
      ]),
    ),
    role('kube-system', SIGNER, [rule(READ, 'core', 'secrets')]),
    role('kube-system', CLOUD, [rule('create get list watch', 'core', 'configmaps')]),
    role('kube-system', CLEANER, [rule('delete get list watch', 'core', 'secrets'), EVENTS]),
  ];
}

export function namespaceBindings(): KubeObject[] {
  const leaders = LEADERS.map((leader) => [user(`system:${leader}`), serviceAccount(leader)]);
  return [
    binding('kube-public', SIGNER, SIGNER, [serviceAccount('bootstrap-signer')]),
    ...LEADERS.map((leader, at) => binding('kube-system', LOCKING + leader, LOCKING + leader, leaders[at] ?? [])),
    binding(
      'kube-system',
      `system::${READER}`,
      READER,
      leaders.map(([component]) => component).filter((it) => it !== undefined),
    ),
    binding('kube-system', SIGNER, SIGNER, [serviceAccount('bootstrap-signer')]),
    binding('kube-system', CLOUD, CLOUD, [serviceAccount('cloud-provider')]),
    binding('kube-system', CLEANER, CLEANER, [serviceAccount('token-cleaner')]),
  ];
}

const LEADERS = ['kube-controller-manager', 'kube-scheduler'];
