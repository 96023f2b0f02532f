/** Source: k8s.io/kube-aggregator/pkg/apis/apiregistration. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { dns1035Label, dnsSubdomain, pathName } from '../../validation/names.ts';
import { ensure, fields, fill, flag, number, optionalFields, text } from '../access.ts';
import { builtIn } from '../built-in.ts';

export const apiServiceStrategy: Strategy = builtIn({
  namespaced: false,
  nameRule: pathName,
  countsGenerations: false,
  requiresVersionOnUpdate: true,
  initialStatus: {},
  default(service) {
    ensure(service, 'spec');
    const target = optionalFields(service, 'spec', 'service');
    if (target !== undefined) fill(target, { port: 443 });
  },
  prepareForCreate(service) {
    // What the server itself serves is always there.
    if (optionalFields(service, 'spec', 'service') !== undefined) return;
    service.status = {
      conditions: [
        { type: 'Available', status: 'True', reason: 'Local', message: 'Local APIServices are always available' },
      ],
    };
  },
  validate(service) {
    const spec = fields(service, 'spec');
    const [group, version] = [text(spec, 'group'), text(spec, 'version')];
    const errors: FieldError[] = [];
    const name = text(service, 'metadata', 'name');
    const expected = `${version}.${group}`;
    if (name !== expected) {
      const why = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(expected)}`;
      errors.push(invalidValue('metadata.name', name, why));
    }
    if (group === '' && version !== 'v1') {
      errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
    }
    if (group !== '') errors.push(...dnsSubdomain(group).map((problem) => invalidValue('spec.group', group, problem)));
    errors.push(...dns1035Label(version).map((problem) => invalidValue('spec.version', version, problem)));
    errors.push(...priority(spec, 'groupPriorityMinimum', 20_000), ...priority(spec, 'versionPriority', 1_000));
    return [...errors, ...validateTarget(spec)];
  },
});

function priority(spec: unknown, name: string, most: number): FieldError[] {
  const value = number(spec, name) ?? 0;
  return value > 0 && value <= most
    ? []
    : [invalidValue(`spec.${name}`, value, `must be positive and less than ${most}`)];
}

function validateTarget(spec: unknown): FieldError[] {
  const target = optionalFields(spec, 'service');
  const bundle = text(spec, 'caBundle');
  const insecure = flag(spec, 'insecureSkipTLSVerify');
  const errors: FieldError[] = [];
  if (target === undefined) {
    if (bundle !== '') {
      const size = `${Buffer.byteLength(bundle, 'base64')} bytes`;
      errors.push(invalidValue('spec.caBundle', size, 'local APIServices may not have a caBundle'));
    }
    if (insecure) {
      const why = 'local APIServices may not have insecureSkipTLSVerify';
      errors.push(invalidValue('spec.insecureSkipTLSVerify', true, why));
    }
    return errors;
  }
  for (const name of ['namespace', 'name']) {
    if (text(target, name) === '') errors.push(required(`spec.service.${name}`));
  }
  if (insecure && bundle !== '') {
    const why = 'may not be true if caBundle is present';
    errors.push(invalidValue('spec.insecureSkipTLSVerify', true, why));
  }
  return errors;
}
