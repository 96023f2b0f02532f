import { isObject } from '../json/json-value.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../validation/field-error.ts';
import { dns1035Label } from '../validation/names.ts';
import { member, stringMember, stringsMember } from './json.ts';

/** What a definition says about conversion between its versions. Webhooks are accepted, though none is called. */
export function conversionErrors(conversion: unknown, path: string): FieldError[] {
  if (conversion === undefined) return [];
  const strategy = stringMember(conversion, 'strategy');
  const webhook = member(conversion, 'webhook');
  const client = member(webhook, 'clientConfig') ?? undefined;
  const versions = stringsMember(webhook, 'conversionReviewVersions');
  const errors: FieldError[] = [];
  if (strategy === '') errors.push(required(`${path}.strategy`));
  else if (strategy !== 'None' && strategy !== 'Webhook') {
    errors.push(notSupported(`${path}.strategy`, strategy, ['None', 'Webhook']));
  }
  if (strategy === 'Webhook') {
    errors.push(...clientErrors(client, `${path}.webhookClientConfig`));
    errors.push(...reviewVersionErrors(versions, `${path}.conversionReviewVersions`));
    return errors;
  }
  const detail = 'should not be set when strategy is not set to Webhook';
  if (client !== undefined) errors.push(fieldForbidden(`${path}.webhookClientConfig`, detail));
  if (versions.length > 0) errors.push(fieldForbidden(`${path}.conversionReviewVersions`, detail));
  return errors;
}

function clientErrors(client: unknown, path: string): FieldError[] {
  if (client === undefined) return [required(path, 'required when strategy is set to Webhook')];
  const url = member(client, 'url') ?? undefined;
  const service = member(client, 'service') ?? undefined;
  if ((url === undefined) === (service === undefined)) {
    return [required(path, 'exactly one of url or service is required')];
  }
  if (typeof url === 'string') {
    return url.startsWith('https://') && URL.canParse(url)
      ? []
      : [
          invalidValue(
            `${path}.url`,
            url,
            "'https' is the only allowed URL scheme; desired format: https://host[/path]",
          ),
        ];
  }
  const errors: FieldError[] = [];
  if (!isObject(service)) return [required(path, 'exactly one of url or service is required')];
  if (stringMember(service, 'name') === '') errors.push(required(`${path}.service.name`, 'service name is required'));
  if (stringMember(service, 'namespace') === '') {
    errors.push(required(`${path}.service.namespace`, 'service namespace is required'));
  }
  return errors;
}

function reviewVersionErrors(versions: readonly string[], path: string): FieldError[] {
  if (versions.length === 0) return [required(path)];
  const errors: FieldError[] = [];
  for (const [i, version] of versions.entries()) {
    if (versions.indexOf(version) < i) errors.push(invalidValue(`${path}[${i}]`, version, 'duplicate version'));
    else errors.push(...dns1035Label(version).map((detail) => invalidValue(`${path}[${i}]`, version, detail)));
  }
  if (!versions.includes('v1') && !versions.includes('v1beta1')) {
    errors.push(invalidValue(path, versions, 'must include at least one of v1, v1beta1'));
  }
  return errors;
}
