/** Source: k8s.io/kubernetes/pkg/apis/core and pkg/registry/core/service. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue } from '../../validation/field-error.ts';
import { serviceName } from '../../validation/names.ts';
import { IMMUTABLE_FIELD } from '../../validation/object-meta.ts';
import {
  copy,
  ensure,
  type Fields,
  fill,
  fillZero,
  get,
  isZero,
  list,
  number,
  objects,
  text,
  texts,
} from '../access.ts';
import { builtIn } from '../built-in.ts';
import { allocate, validateAllocation } from './service-allocation.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheckPort, serviceType } from './service-shape.ts';
import { alignAddresses, dropUseless, keepAllocated } from './service-update.ts';
import { validateService } from './validate-service.ts';

const AFFINITY_SECONDS = 10_800;

export const serviceStrategy: Strategy = builtIn({
  namespaced: true,
  nameRule: serviceName,
  countsGenerations: false,
  createsOnUpdate: true,
  initialStatus: { loadBalancer: {} },
  default(service) {
    const spec = ensure(service, 'spec');
    if (spec === undefined) return;
    fillZero(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
    defaultAffinity(spec);
    for (const port of objects(spec, 'ports')) {
      fillZero(port, { protocol: 'TCP' });
      if (isZero(port.targetPort) && number(port, 'port') !== undefined) port.targetPort = copy(get(port, 'port'));
    }
    if (isExternallyAccessible(service)) fillZero(spec, { externalTrafficPolicy: 'Cluster' });
    const type = serviceType(service);
    if (type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer') {
      fill(spec, { internalTrafficPolicy: 'Cluster' });
    }
    if (type === 'LoadBalancer') {
      fill(spec, { allocateLoadBalancerNodePorts: true });
      for (const address of objects(service, 'status', 'loadBalancer', 'ingress')) {
        if (text(address, 'ip') !== '') fill(address, { ipMode: 'VIP' });
      }
    }
  },
  prepareForCreate(service, context) {
    alignAddresses(service, undefined);
    allocate(service, context);
  },
  prepareForUpdate(service, old, context) {
    keepAllocated(service, old);
    alignAddresses(service, old);
    dropUseless(service, old);
    allocate(service, context);
  },
  validate: (service, context) => [...validateService(service), ...validateAllocation(service, context)],
  validateUpdate,
  warnings: serviceWarnings,
  selectable: ['spec.clusterIP', 'spec.type'],
  selectableFields: (service) => ({
    'spec.clusterIP': text(service, 'spec', 'clusterIP'),
    'spec.type': serviceType(service),
  }),
});

function defaultAffinity(spec: Fields): void {
  const affinity = text(spec, 'sessionAffinity');
  if (affinity === 'None') delete spec.sessionAffinityConfig;
  if (affinity !== 'ClientIP') return;
  if (number(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds') === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
  }
}

function validateUpdate(service: KubeObject, old: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const [type, oldType] = [serviceType(service), serviceType(old)];
  const headless = isHeadless(service);
  if (type !== 'ExternalName' && oldType !== 'ExternalName') {
    if (!(headless && isHeadless(old))) {
      errors.push(...validateKept(service, old, 'clusterIPs', 'primary clusterIP can not be unset'));
    }
    if (!headless && !isHeadless(old)) {
      errors.push(...validateKept(service, old, 'ipFamilies', 'primary ipFamily can not be unset'));
    }
  }
  if (type === 'LoadBalancer' && oldType === 'LoadBalancer') {
    const value = get(service, 'spec', 'loadBalancerClass');
    if (value !== get(old, 'spec', 'loadBalancerClass')) {
      errors.push(invalidValue('spec.loadBalancerClass', value ?? null, 'may not change once set'));
    }
  }
  if (needsHealthCheckPort(service) && needsHealthCheckPort(old)) {
    if (get(service, 'spec', 'healthCheckNodePort') !== get(old, 'spec', 'healthCheckNodePort')) {
      errors.push(fieldForbidden('spec.healthCheckNodePort', IMMUTABLE_FIELD));
    }
  }
  return errors;
}

function validateKept(service: KubeObject, old: KubeObject, name: string, unset: string): FieldError[] {
  const [after, before] = [texts(service, 'spec', name), texts(old, 'spec', name)];
  if (before.length === 0 || after[0] === before[0]) return [];
  return [invalidValue(`spec.${name}[0]`, after, after.length === 0 ? unset : 'may not change once set')];
}

function serviceWarnings(service: KubeObject): string[] {
  const warnings: string[] = [];
  const hints = 'service.kubernetes.io/topology-aware-hints';
  if (get(service, 'metadata', 'annotations', hints) !== undefined) {
    warnings.push(`annotation ${hints} is deprecated, please use service.kubernetes.io/topology-mode instead`);
  }
  const external = list(service, 'spec', 'externalIPs').length > 0;
  if (serviceType(service) === 'ClusterIP' && text(service, 'spec', 'clusterIP') === 'None') {
    if (text(service, 'spec', 'loadBalancerIP') !== '') {
      warnings.push('spec.loadBalancerIP is ignored for headless services');
    }
    if (external) warnings.push('spec.externalIPs is ignored for headless services');
    if (text(service, 'spec', 'sessionAffinity') === 'ClientIP') {
      warnings.push('spec.SessionAffinity is ignored for headless services');
    }
  }
  if (serviceType(service) === 'ExternalName') {
    if (external) warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  } else if (text(service, 'spec', 'externalName') !== '') {
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  return warnings;
}
