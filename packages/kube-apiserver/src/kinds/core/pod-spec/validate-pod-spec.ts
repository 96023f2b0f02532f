/** Rules for the specs of pods, alone and in templates. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { isIP } from 'node:net';
import {
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
} from '../../../validation/field-error.ts';
import {
  dnsLabel,
  dnsSubdomain,
  dnsSubdomainWithUnderscore,
  type NameRule,
  qualifiedName,
  rangeError,
  subdomainName,
} from '../../../validation/names.ts';
import { validateTemplateMeta } from '../../../validation/object-meta.ts';
import {
  type Fields,
  fields,
  flag,
  get,
  itemsOf,
  list,
  number,
  objects,
  optionalFields,
  text,
  texts,
} from '../../access.ts';
import { validateContainerResources, validatePodResources } from '../../resource-list.ts';
import { oneOf, validateContainers } from './validate-containers.ts';
import { validateScheduling } from './validate-scheduling.ts';
import { validatePodSecurity } from './validate-security.ts';
import { validateVolumes } from './validate-volumes.ts';

const LARGEST_INT32 = 2 ** 31 - 1;

/** @param isPod else it is that of a template */
export function validatePodSpec(spec: Fields, path: string, isPod: boolean): FieldError[] {
  const { errors, volumes } = validateVolumes(spec, path);
  const gracePeriod = number(spec, 'terminationGracePeriodSeconds');
  if (gracePeriod === undefined) errors.push(required(`${path}.terminationGracePeriodSeconds`));
  const around = {
    volumes,
    claims: new Set(objects(spec, 'resourceClaims').map((claim) => text(claim, 'name'))),
    gracePeriod: gracePeriod ?? 0,
    hostUsers: get(spec, 'hostUsers') !== false,
  };
  return [
    ...errors,
    ...validateContainers(spec, around, path),
    ...validatePodResources(optionalFields(spec, 'resources'), `${path}.resources`),
    ...validateHostNetworkPorts(spec, path, isPod),
    ...oneOf(spec, 'restartPolicy', ['Always', 'OnFailure', 'Never'], path),
    ...oneOf(spec, 'dnsPolicy', DNS_POLICIES, path),
    ...validatePodSecurity(spec, path),
    ...validateDns(spec, path),
    ...itemsOf(spec, 'readinessGates', path).flatMap(({ value: gate, path: at }) => {
      const type = text(gate, 'conditionType');
      return qualifiedName(type).map((problem) => invalidValue(`${at}.conditionType`, type, problem));
    }),
    ...validateScheduling(spec, path),
    ...NAMES.flatMap(([name, rule]) => {
      const value = text(spec, name);
      return value === '' ? [] : rule(value, false).map((problem) => invalidValue(`${path}.${name}`, value, problem));
    }),
    ...validateDeadline(spec, path),
    ...validateHostAliases(spec, path),
    ...validatePreemption(spec, path),
    ...validateContainerResources({ limits: get(spec, 'overhead') }, `${path}.overhead`),
    ...validateOperatingSystem(spec, path),
  ];
}

/** The template of a workload, without how it fits the selector. */
export function validatePodTemplate(template: unknown, path: string): FieldError[] {
  const errors = [
    ...validateTemplateMeta(template, path),
    ...validatePodSpec(fields(template, 'spec'), `${path}.spec`, false),
  ];
  if (list(template, 'spec', 'ephemeralContainers').length > 0) {
    const why = 'ephemeral containers not allowed in pod template';
    errors.push(fieldForbidden(`${path}.spec.ephemeralContainers`, why));
  }
  return errors;
}

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

const labelRule: NameRule = (value) => dnsLabel(value);
const NAMES: readonly (readonly [name: string, rule: NameRule])[] = [
  ['serviceAccountName', subdomainName],
  ['nodeName', subdomainName],
  ['hostname', labelRule],
  ['subdomain', labelRule],
  ['priorityClassName', subdomainName],
  ['runtimeClassName', subdomainName],
];

function validateHostNetworkPorts(spec: Fields, path: string, isPod: boolean): FieldError[] {
  if (!flag(spec, 'hostNetwork')) return [];
  return itemsOf(spec, 'containers', path).flatMap(({ value: container, path: at }) =>
    itemsOf(container, 'ports', at).flatMap(({ value: port, path: portPath }) => {
      const host = number(port, 'hostPort') ?? 0;
      if ((!isPod && host === 0) || host === (number(port, 'containerPort') ?? 0)) return [];
      const why = 'must match `containerPort` when `hostNetwork` is true';
      return [invalidValue(`${portPath}.hostPort`, host, why)];
    }),
  );
}

function validateDns(spec: Fields, path: string): FieldError[] {
  const config = optionalFields(spec, 'dnsConfig');
  const at = `${path}.dnsConfig`;
  const servers = texts(config, 'nameservers');
  const searches = texts(config, 'searches');
  if (text(spec, 'dnsPolicy') === 'None') {
    if (config === undefined) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if (servers.length === 0) {
      const why = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      return [required(`${at}.nameservers`, why)];
    }
  }
  const errors: FieldError[] = [];
  if (servers.length > 3) {
    errors.push(invalidValue(`${at}.nameservers`, servers, 'must not have more than 3 nameservers'));
  }
  servers.forEach((server, index) => {
    errors.push(...validateAddress(server, `${at}.nameservers[${index}]`));
  });
  if (searches.length > 32) {
    errors.push(invalidValue(`${at}.searches`, searches, 'must not have more than 32 search paths'));
  }
  if (searches.join(' ').length > 2048) {
    const why = 'must not have more than 2048 characters (including spaces) in the search list';
    errors.push(invalidValue(`${at}.searches`, searches, why));
  }
  searches.forEach((search, index) => {
    if (search === '.') return;
    const name = search.replace(/\.$/, '');
    const problems = dnsSubdomainWithUnderscore(name);
    errors.push(...problems.map((problem) => invalidValue(`${at}.searches[${index}]`, name, problem)));
  });
  for (const { value: option, path: optionPath } of itemsOf(config, 'options', at)) {
    if (text(option, 'name') === '') errors.push(required(optionPath, 'must not be empty'));
  }
  return errors;
}

/** An IP address of either family. */
export function validateAddress(address: string, path: string): FieldError[] {
  if (isIP(address) !== 0) return [];
  return [invalidValue(path, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

function validateDeadline(spec: Fields, path: string): FieldError[] {
  const deadline = number(spec, 'activeDeadlineSeconds');
  if (deadline === undefined || (deadline >= 1 && deadline <= LARGEST_INT32)) return [];
  return [invalidValue(`${path}.activeDeadlineSeconds`, deadline, rangeError(1, LARGEST_INT32))];
}

function validateHostAliases(spec: Fields, path: string): FieldError[] {
  return itemsOf(spec, 'hostAliases', path).flatMap(({ value: alias, path: at }) => [
    ...validateAddress(text(alias, 'ip'), `${at}.ip`),
    ...texts(alias, 'hostnames').flatMap((name, index) =>
      dnsSubdomain(name).map((problem) => invalidValue(`${at}.hostnames[${index}]`, name, problem)),
    ),
  ]);
}

function validatePreemption(spec: Fields, path: string): FieldError[] {
  const policy = text(spec, 'preemptionPolicy');
  if (policy === '' || policy === 'PreemptLowerPriority' || policy === 'Never') return [];
  return [notSupported(`${path}.preemptionPolicy`, policy, ['PreemptLowerPriority', 'Never'])];
}

function validateOperatingSystem(spec: Fields, path: string): FieldError[] {
  const system = optionalFields(spec, 'os');
  if (system === undefined) return [];
  return oneOf(system, 'name', ['linux', 'windows'], `${path}.os`);
}
