/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { isIP } from 'node:net';
import {
  duplicate,
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
} from '../../validation/field-error.ts';
import { validateLabels } from '../../validation/label-selector.ts';
import { dnsLabel, dnsSubdomain, portNumber, qualifiedName } from '../../validation/names.ts';
import { type Fields, fields, get, isZero, itemsOf, list, number, optionalText, text, texts } from '../access.ts';
import { validateCidr } from '../networking/cidr.ts';
import { oneOf } from './pod-spec/validate-containers.ts';
import { validatePort } from './pod-spec/validate-handlers.ts';
import { validateAddress } from './pod-spec/validate-pod-spec.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheckPort, serviceType } from './service-shape.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export function validateService(service: unknown): FieldError[] {
  const spec = fields(service, 'spec');
  const type = serviceType(service);
  return [
    ...(list(spec, 'ports').length === 0 && !isHeadless(service) && type !== 'ExternalName'
      ? [required('spec.ports')]
      : []),
    ...validateType(service, spec),
    ...validatePorts(service, spec),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateAffinity(spec),
    ...(type === 'ExternalName' ? [] : validateAddresses(service, spec)),
    ...texts(spec, 'externalIPs').flatMap((address, index) => validateAddress(address, `spec.externalIPs[${index}]`)),
    ...oneOf(spec, 'type', TYPES, 'spec'),
    ...validateBalancer(spec, type),
    ...validateTraffic(service, spec),
  ];
}

function validateType(service: unknown, spec: Fields): FieldError[] {
  const type = serviceType(service);
  if (type === 'LoadBalancer' || type === 'NodePort') {
    if (!isHeadless(service)) return [];
    return [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)];
  }
  if (type !== 'ExternalName') return [];
  const errors = ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']
    .filter((name) => list(spec, name).length > 0 || optionalText(spec, name) !== undefined)
    .map((name) => fieldForbidden(`spec.${name}`, 'may not be set for ExternalName services'));
  const name = text(spec, 'externalName').replace(/\.$/, '');
  if (name === '') return [...errors, required('spec.externalName')];
  return [...errors, ...dnsSubdomain(name).map((problem) => invalidValue('spec.externalName', name, problem))];
}

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function validatePorts(service: unknown, spec: Fields): FieldError[] {
  const ports = itemsOf(spec, 'ports', 'spec');
  const [names, nodePorts, seen] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const errors = ports.flatMap(({ value: port, path }) => {
    const name = text(port, 'name');
    const wrong: FieldError[] = [];
    if (name === '' && ports.length > 1) wrong.push(required(`${path}.name`));
    else if (name !== '') {
      wrong.push(...dnsLabel(name).map((problem) => invalidValue(`${path}.name`, name, problem)));
      if (names.has(name)) wrong.push(duplicate(`${path}.name`, name));
      names.add(name);
    }
    const value = number(port, 'port') ?? 0;
    wrong.push(...portNumber(value).map((problem) => invalidValue(`${path}.port`, value, problem)));
    wrong.push(...oneOf(port, 'protocol', PROTOCOLS, path));
    wrong.push(...validatePort(get(port, 'targetPort'), `${path}.targetPort`));
    const application = optionalText(port, 'appProtocol');
    if (application !== undefined) {
      wrong.push(...qualifiedName(application).map((it) => invalidValue(`${path}.appProtocol`, application, it)));
    }
    return wrong;
  });
  for (const { value: port, path } of ports) {
    const node = number(port, 'nodePort') ?? 0;
    const protocol = text(port, 'protocol');
    if (node !== 0 && serviceType(service) === 'ClusterIP') {
      errors.push(fieldForbidden(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
    if (node !== 0 && nodePorts.has(`${protocol}/${node}`)) errors.push(duplicate(`${path}.nodePort`, node));
    nodePorts.add(`${protocol}/${node}`);
    const key = `${protocol}/${number(port, 'port')}`;
    if (seen.has(key)) errors.push(duplicate(path, { port: get(port, 'port'), protocol }));
    seen.add(key);
  }
  return errors;
}

const LONGEST_AFFINITY = 86_400;

function validateAffinity(spec: Fields): FieldError[] {
  const errors = oneOf(spec, 'sessionAffinity', ['ClientIP', 'None'], 'spec');
  const path = 'spec.sessionAffinityConfig';
  const affinity = text(spec, 'sessionAffinity');
  if (affinity === 'None' && get(spec, 'sessionAffinityConfig') !== undefined) {
    errors.push(fieldForbidden(path, 'must not be set when session affinity is None'));
  }
  if (affinity !== 'ClientIP') return errors;
  const timeout = number(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
  if (timeout === undefined) {
    errors.push(required(`${path}.clientIP.timeoutSeconds`, 'when session affinity type is ClientIP'));
  } else if (timeout <= 0 || timeout > LONGEST_AFFINITY) {
    const why = `must be greater than 0 and less than ${LONGEST_AFFINITY}`;
    errors.push(invalidValue(`${path}.clientIP.timeoutSeconds`, timeout, why));
  }
  return errors;
}

const FAMILIES = ['IPv4', 'IPv6'];
const FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

function validateAddresses(service: unknown, spec: Fields): FieldError[] {
  const [single, all, families] = [text(spec, 'clusterIP'), texts(spec, 'clusterIPs'), texts(spec, 'ipFamilies')];
  const path = 'spec.clusterIPs';
  const errors: FieldError[] = [];
  if (single !== '' && all.length === 0) errors.push(required(path));
  else if (single !== '' && all[0] !== single) {
    errors.push(invalidValue(path, all, 'first value must match `clusterIP`'));
  } else if (single === '' && all.length > 0) {
    errors.push(invalidValue(path, all, 'must be empty when `clusterIP` is not specified'));
  }
  errors.push(...validateFamilies(service, spec, families));
  all.forEach((address, index) => {
    if (index === 0 && address === 'None') {
      if (all.length > 1) errors.push(invalidValue(path, all, "'None' must be the first and only value"));
      return;
    }
    errors.push(...validateAddress(address, `${path}[${index}]`));
    const family = families[index];
    if (isIP(address) !== 0 && family !== undefined && family !== `IPv${isIP(address)}`) {
      const why = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
      errors.push(invalidValue(`${path}[${index}]`, address, why));
    }
  });
  if (all.length > 2) errors.push(invalidValue(path, all, 'may only hold up to 2 values'));
  if (all.length > 1 && new Set(all.map(isIP)).size < all.length) {
    errors.push(invalidValue(path, all, 'may specify no more than one IP for each IP family'));
  }
  return errors;
}

function validateFamilies(service: unknown, spec: Fields, families: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  const free = isHeadless(service) && Object.keys(fields(spec, 'selector')).length === 0;
  families.forEach((family, index) => {
    const path = `spec.ipFamilies[${index}]`;
    if (!FAMILIES.includes(family)) errors.push(notSupported(path, family, FAMILIES));
    else if (family === 'IPv6' && !free) errors.push(invalidValue(path, family, 'not configured on this cluster'));
    if (families.indexOf(family) < index) errors.push(duplicate(path, family));
  });
  const policy = optionalText(spec, 'ipFamilyPolicy');
  if (policy === undefined) return errors;
  if (!FAMILY_POLICIES.includes(policy)) errors.push(notSupported('spec.ipFamilyPolicy', policy, FAMILY_POLICIES));
  else if (policy === 'RequireDualStack' && !free) {
    const why = 'this cluster is not configured for dual-stack services';
    errors.push(invalidValue('spec.ipFamilyPolicy', policy, why));
  }
  return errors;
}

function validateBalancer(spec: Fields, type: string): FieldError[] {
  const balancer = type === 'LoadBalancer';
  const errors: FieldError[] = [];
  const ranges = texts(spec, 'loadBalancerSourceRanges');
  const path = 'spec.LoadBalancerSourceRanges';
  if (ranges.length > 0 && !balancer) errors.push(fieldForbidden(path, BALANCER_ONLY));
  ranges.forEach((range, index) => {
    errors.push(...validateCidr(range.trim(), `${path}[${index}]`));
  });
  for (const name of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) {
    if (get(spec, name) !== undefined && !balancer) errors.push(fieldForbidden(`spec.${name}`, BALANCER_ONLY));
  }
  const name = optionalText(spec, 'loadBalancerClass');
  if (balancer && name !== undefined) {
    errors.push(...qualifiedName(name).map((problem) => invalidValue('spec.loadBalancerClass', name, problem)));
  }
  return errors;
}

const BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'";
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

function validateTraffic(service: unknown, spec: Fields): FieldError[] {
  const errors: FieldError[] = [];
  const external = text(spec, 'externalTrafficPolicy');
  if (isExternallyAccessible(service)) {
    errors.push(...oneOf(spec, 'externalTrafficPolicy', ['Cluster', 'Local'], 'spec'));
  } else if (external !== '') {
    const why = 'may only be set for externally-accessible services';
    errors.push(invalidValue('spec.externalTrafficPolicy', external, why));
  }
  const health = number(spec, 'healthCheckNodePort') ?? 0;
  if (needsHealthCheckPort(service)) {
    if (health === 0) errors.push(required('spec.healthCheckNodePort'));
  } else if (!isZero(health)) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalidValue('spec.healthCheckNodePort', health, why));
  }
  const internal = optionalText(spec, 'internalTrafficPolicy');
  if (internal !== undefined && internal !== 'Cluster' && internal !== 'Local') {
    errors.push(notSupported('spec.internalTrafficPolicy', internal, ['Cluster', 'Local']));
  }
  const distribution = optionalText(spec, 'trafficDistribution');
  if (distribution !== undefined && !DISTRIBUTIONS.includes(distribution)) {
    errors.push(notSupported('spec.trafficDistribution', distribution, DISTRIBUTIONS));
  }
  return errors;
}
