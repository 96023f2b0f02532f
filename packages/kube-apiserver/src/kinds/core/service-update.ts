/** What a service keeps and gives up when it changes. Source: k8s.io/kubernetes/pkg/registry/core/service. */
import type { KubeObject } from '@luban/kube';
import { copy, ensure, type Fields, fields, isZero, list, number, objects, sameJson, text, texts } from '../access.ts';
import { hasClusterAddress, mayHaveNodePorts, needsHealthCheckPort, serviceType } from './service-shape.ts';

/** What was allocated stays when the new state does not speak of it, as a client without it would lose it otherwise. */
export function keepAllocated(service: KubeObject, old: KubeObject): void {
  const spec = ensure(service, 'spec');
  if (spec === undefined) return;
  const before = fields(old, 'spec');
  if (hasClusterAddress(service) && hasClusterAddress(old)) {
    if (text(spec, 'clusterIP') === '' && list(spec, 'clusterIPs').length === 0) {
      for (const name of ['clusterIP', 'clusterIPs']) keep(spec, before, name);
    }
    for (const name of ['ipFamilies', 'ipFamilyPolicy']) {
      if (isZero(spec[name]) || list(spec, name).length === 0) {
        if (isZero(spec[name]) || Array.isArray(spec[name])) keep(spec, before, name);
      }
    }
  }
  if (mayHaveNodePorts(service) && mayHaveNodePorts(old)) keepNodePorts(spec, before);
  if (needsHealthCheckPort(service) && needsHealthCheckPort(old) && isZero(spec.healthCheckNodePort)) {
    keep(spec, before, 'healthCheckNodePort');
  }
}

/** What the new type has no use for goes, unless the client says another value, which validation then refuses. */
export function dropUseless(service: KubeObject, old: KubeObject): void {
  const spec = ensure(service, 'spec');
  if (spec === undefined) return;
  const before = fields(old, 'spec');
  const dropUnchanged = (...names: readonly string[]) => {
    for (const name of names) if (sameJson(spec[name], before[name])) delete spec[name];
  };
  if (hasClusterAddress(old) && !hasClusterAddress(service)) {
    dropUnchanged('clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy');
  }
  if (mayHaveNodePorts(old) && !mayHaveNodePorts(service)) dropNodePorts(spec, before);
  if (needsHealthCheckPort(old) && !needsHealthCheckPort(service)) dropUnchanged('healthCheckNodePort');
  if (serviceType(old) === 'LoadBalancer' && serviceType(service) !== 'LoadBalancer') {
    dropUnchanged('allocateLoadBalancerNodePorts', 'loadBalancerClass');
  }
  if (mayHaveNodePorts(old) && !mayHaveNodePorts(service) && list(spec, 'externalIPs').length === 0) {
    dropUnchanged('externalTrafficPolicy');
  }
}

/** `clusterIP` and the first of `clusterIPs` say the same; the one that a client changed prevails. */
export function alignAddresses(service: KubeObject, old: KubeObject | undefined): void {
  const spec = ensure(service, 'spec');
  if (spec === undefined) return;
  const [single, all] = [text(spec, 'clusterIP'), texts(spec, 'clusterIPs')];
  if (old === undefined) {
    if (single !== '' && all.length === 0) spec.clusterIPs = [single];
    return;
  }
  const before = fields(old, 'spec');
  const singleChanged = single !== text(before, 'clusterIP');
  const allSame = sameJson(spec.clusterIPs, before.clusterIPs);
  if (singleChanged && allSame) {
    if (single === '') delete spec.clusterIPs;
    else spec.clusterIPs = [single];
  } else if (single !== '' && all.length === 0) spec.clusterIPs = [single];
}

function keep(spec: Fields, before: Fields, name: string): void {
  if (before[name] !== undefined) spec[name] = copy(before[name]);
}

function keepNodePorts(spec: Fields, before: Fields): void {
  const used = new Set(objects(spec, 'ports').map((port) => number(port, 'nodePort') ?? 0));
  for (const port of objects(spec, 'ports')) {
    if (!isZero(port.nodePort)) continue;
    const same = objects(before, 'ports').find((old) => old.port === port.port && old.protocol === port.protocol);
    const kept = number(same, 'nodePort') ?? 0;
    if (kept === 0 || used.has(kept)) continue;
    port.nodePort = kept;
    used.add(kept);
  }
}

function dropNodePorts(spec: Fields, before: Fields): void {
  const known = new Set(objects(before, 'ports').map((port) => number(port, 'nodePort') ?? 0));
  const ports = objects(spec, 'ports');
  if (!ports.every((port) => isZero(port.nodePort) || known.has(number(port, 'nodePort') ?? 0))) return;
  for (const port of ports) delete port.nodePort;
}
