/** Source: k8s.io/kubernetes/pkg/apis/networking/validation. */
import { isIP } from 'node:net';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import {
  dns1035Label,
  dnsSubdomain,
  portName,
  portNumber,
  subdomainName,
  wildcardSubdomain,
} from '../../validation/names.ts';
import { fields, get, itemsOf, list, number, optionalFields, optionalText, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

export const ingressStrategy: Strategy = builtIn({
  namespaced: true,
  initialStatus: { loadBalancer: {} },
  validate(ingress, _context, old) {
    const spec = fields(ingress, 'spec');
    const backend = optionalFields(spec, 'defaultBackend');
    const errors: FieldError[] = [];
    if (list(spec, 'rules').length === 0 && backend === undefined) {
      errors.push(invalidValue('spec', null, 'either `defaultBackend` or `rules` must be specified'));
    }
    if (backend !== undefined) errors.push(...validateBackend(backend, 'spec.defaultBackend'));
    errors.push(...validateRules(spec), ...validateTls(spec));
    const name = optionalText(spec, 'ingressClassName');
    if (name !== undefined) {
      errors.push(...subdomainName(name, false).map((problem) => invalidValue('spec.ingressClassName', name, problem)));
    }
    const annotation = optionalText(ingress, 'metadata', 'annotations', CLASS_ANNOTATION);
    if (old === undefined && annotation !== undefined && name !== undefined && annotation !== name) {
      const why = 'must match `ingressClassName` when both are specified';
      errors.push(invalidValue(`annotations.${CLASS_ANNOTATION}`, annotation, why));
    }
    return errors;
  },
  warnings(ingress) {
    const annotation = get(ingress, 'metadata', 'annotations', CLASS_ANNOTATION);
    const deprecated = `annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`;
    return annotation === undefined ? [] : [deprecated];
  },
});

function validateRules(spec: unknown): FieldError[] {
  return itemsOf(spec, 'rules', 'spec').flatMap(({ value: rule, path }) => {
    const host = text(rule, 'host');
    const errors: FieldError[] = [];
    if (host !== '') {
      if (isIP(host) !== 0) errors.push(invalidValue(`${path}.host`, host, 'must be a DNS name, not an IP address'));
      const problems = host.includes('*') ? wildcardSubdomain(host) : dnsSubdomain(host);
      errors.push(...problems.map((problem) => invalidValue(`${path}.host`, host, problem)));
    }
    const http = optionalFields(rule, 'http');
    if (http === undefined) return errors;
    if (list(http, 'paths').length === 0) errors.push(required(`${path}.http.paths`));
    return [
      ...errors,
      ...itemsOf(http, 'paths', `${path}.http`).flatMap(({ value, path: at }) => validatePath(value, at)),
    ];
  });
}

function validatePath(rule: unknown, path: string): FieldError[] {
  const type = optionalText(rule, 'pathType');
  const value = text(rule, 'path');
  const errors: FieldError[] = [];
  const at = `${path}.path`;
  if (type === undefined) return [required(`${path}.pathType`, 'pathType must be specified')];
  if (type === 'Exact' || type === 'Prefix') {
    if (!value.startsWith('/')) errors.push(invalidValue(at, value, 'must be an absolute path'));
    for (const part of ['//', '/./', '/../', '%2f', '%2F']) {
      if (value.includes(part)) errors.push(invalidValue(at, value, `must not contain '${part}'`));
    }
    for (const end of ['/..', '/.']) {
      if (value.endsWith(end)) errors.push(invalidValue(at, value, `cannot end with '${end}'`));
    }
  } else if (type === 'ImplementationSpecific') {
    if (value !== '' && !value.startsWith('/')) errors.push(invalidValue(at, value, 'must be an absolute path'));
  } else errors.push(notSupported(`${path}.pathType`, type, PATH_TYPES));
  return [...errors, ...validateBackend(get(rule, 'backend'), `${path}.backend`)];
}

function validateBackend(backend: unknown, path: string): FieldError[] {
  const [service, resource] = [optionalFields(backend, 'service'), optionalFields(backend, 'resource')];
  if (service !== undefined && resource !== undefined) {
    return [invalidValue(path, '', 'cannot set both resource and service backends')];
  }
  if (resource !== undefined) {
    return ['kind', 'name']
      .filter((name) => text(resource, name) === '')
      .map((name) => required(`${path}.resource.${name}`));
  }
  if (service === undefined) return [invalidValue(path, '', 'resource or service backend is required')];
  const name = text(service, 'name');
  const errors =
    name === ''
      ? [required(`${path}.service.name`)]
      : dns1035Label(name).map((problem) => invalidValue(`${path}.service.name`, name, problem));
  const [portText, portValue] = [text(service, 'port', 'name'), number(service, 'port', 'number') ?? 0];
  const at = `${path}.service.port`;
  if (portText !== '' && portValue !== 0) {
    return [...errors, invalidValue(path, '', 'cannot set both port name & port number')];
  }
  if (portText === '' && portValue === 0) return [...errors, required(path, 'port name or number is required')];
  if (portText !== '') return [...errors, ...portName(portText).map((it) => invalidValue(`${at}.name`, portText, it))];
  return [...errors, ...portNumber(portValue).map((it) => invalidValue(`${at}.number`, portValue, it))];
}

function validateTls(spec: unknown): FieldError[] {
  return itemsOf(spec, 'tls', 'spec').flatMap(({ value: tls, path }) => {
    const secret = text(tls, 'secretName');
    const errors = texts(tls, 'hosts').flatMap((host, index) => {
      const problems = host.includes('*') ? wildcardSubdomain(host) : dnsSubdomain(host);
      return problems.map((problem) => invalidValue(`${path}.hosts[${index}]`, host, problem));
    });
    if (secret === '') return errors;
    return [...errors, ...subdomainName(secret, false).map((it) => invalidValue(`${path}.secretName`, secret, it))];
  });
}
