/** Source: k8s.io/kubernetes/pkg/apis/admissionregistration. */
import type { Strategy } from '../../registry/strategy.ts';
import { duplicate, type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { dns1035Label, dnsSubdomain } from '../../validation/names.ts';
import { fill, get, itemsOf, list, number, objects, optionalFields, optionalText, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { oneOf } from '../core/pod-spec/validate-containers.ts';
import { defaultRule, validateRule } from './rule.ts';

export const validatingWebhookConfigurationStrategy: Strategy = webhooks(false);
export const mutatingWebhookConfigurationStrategy: Strategy = webhooks(true);

const VERSIONS = ['v1', 'v1beta1'];

function webhooks(mutating: boolean): Strategy {
  return builtIn({
    namespaced: false,
    countsGenerations: true,
    requiresVersionOnUpdate: true,
    default(configuration) {
      for (const hook of objects(configuration, 'webhooks')) {
        fill(hook, {
          failurePolicy: 'Fail',
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          timeoutSeconds: 10,
          ...(mutating ? { reinvocationPolicy: 'Never' } : {}),
        });
        objects(hook, 'rules').forEach(defaultRule);
        const service = optionalFields(hook, 'clientConfig', 'service');
        if (service !== undefined) fill(service, { port: 443 });
      }
    },
    warnings: (configuration) =>
      objects(configuration, 'webhooks')
        .filter((hook) => list(hook, 'matchConditions').length > 0)
        .map(
          (hook) =>
            `webhook "${text(hook, 'name')}": this embedded API does not evaluate match conditions, and asks about all else that matches`,
        ),
    validate(configuration) {
      const names = new Set<string>();
      return itemsOf(configuration, 'webhooks', '').flatMap(({ value: hook, path }) => {
        const errors = validateHook(hook, path);
        if (mutating) errors.push(...oneOf(hook, 'reinvocationPolicy', ['IfNeeded', 'Never'], path));
        const name = text(hook, 'name');
        if (name !== '' && names.has(name)) errors.push(duplicate(`${path}.name`, name));
        names.add(name);
        return errors;
      });
    },
  });
}

function validateHook(hook: unknown, path: string): FieldError[] {
  const errors = validateName(text(hook, 'name'), `${path}.name`);
  errors.push(...itemsOf(hook, 'rules', path).flatMap(({ value, path: at }) => validateRule(value, at)));
  errors.push(...oneOf(hook, 'failurePolicy', ['Fail', 'Ignore'], path));
  errors.push(...oneOf(hook, 'matchPolicy', ['Equivalent', 'Exact'], path));
  errors.push(...validateEffects(optionalText(hook, 'sideEffects'), `${path}.sideEffects`));
  const timeout = number(hook, 'timeoutSeconds');
  if (timeout !== undefined && (timeout > 30 || timeout < 1)) {
    const why = 'the timeout value must be between 1 and 30 seconds';
    errors.push(invalidValue(`${path}.timeoutSeconds`, timeout, why));
  }
  for (const name of ['namespaceSelector', 'objectSelector']) {
    errors.push(...validateLabelSelector(get(hook, name), `${path}.${name}`));
  }
  errors.push(...validateClient(hook, `${path}.clientConfig`));
  return [...errors, ...validateVersions(texts(hook, 'admissionReviewVersions'), `${path}.admissionReviewVersions`)];
}

function validateName(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  const problems = dnsSubdomain(name);
  if (problems.length > 0) return [invalidValue(path, name, problems.join(','))];
  if (name.split('.').length >= 3) return [];
  return [invalidValue(path, name, 'should be a domain with at least three segments separated by dots')];
}

function validateEffects(effects: string | undefined, path: string): FieldError[] {
  if (effects === undefined) return [required(path, 'must specify one of None, NoneOnDryRun')];
  return effects === 'None' || effects === 'NoneOnDryRun'
    ? []
    : [notSupported(path, effects, ['None', 'NoneOnDryRun'])];
}

function validateClient(hook: unknown, path: string): FieldError[] {
  const url = optionalText(hook, 'clientConfig', 'url');
  const service = optionalFields(hook, 'clientConfig', 'service');
  if ((url === undefined) === (service === undefined)) {
    return [required(path, 'exactly one of url or service is required')];
  }
  if (url !== undefined) return validateUrl(url, `${path}.url`);
  const errors = ['name', 'namespace']
    .filter((name) => text(service, name) === '')
    .map((name) => required(`${path}.service.${name}`, `service ${name} is required`));
  const port = number(service, 'port') ?? 443;
  if (port < 1 || port > 65_535) {
    const why = 'port is not valid: must be between 1 and 65535, inclusive';
    errors.push(invalidValue(`${path}.service.port`, port, why));
  }
  return errors;
}

function validateUrl(url: string, path: string): FieldError[] {
  const form = '; desired format: https://host[/path]';
  const parsed = URL.parse(url);
  if (parsed === null) return [required(path, `url must be a valid URL${form}`)];
  const errors: FieldError[] = [];
  if (parsed.protocol !== 'https:') {
    errors.push(invalidValue(path, parsed.protocol.replace(/:$/, ''), `'https' is the only allowed URL scheme${form}`));
  }
  if (parsed.host === '') errors.push(invalidValue(path, '', `host must be specified${form}`));
  if (parsed.username !== '') {
    errors.push(invalidValue(path, parsed.username, 'user information is not permitted in the URL'));
  }
  if (parsed.hash !== '')
    errors.push(invalidValue(path, parsed.hash.slice(1), 'fragments are not permitted in the URL'));
  if (parsed.search !== '') {
    errors.push(invalidValue(path, parsed.search.slice(1), 'query parameters are not permitted in the URL'));
  }
  return errors;
}

function validateVersions(versions: readonly string[], path: string): FieldError[] {
  if (versions.length === 0) return [required(path, `must specify one of ${VERSIONS.join(', ')}`)];
  const errors = versions.flatMap((version, index) => {
    if (versions.indexOf(version) < index) return [invalidValue(`${path}[${index}]`, version, 'duplicate version')];
    return dns1035Label(version).map((problem) => invalidValue(`${path}[${index}]`, version, problem));
  });
  if (!versions.some((version) => VERSIONS.includes(version))) {
    errors.push(invalidValue(path, versions, `must include at least one of ${VERSIONS.join(', ')}`));
  }
  return errors;
}
