import type { KubeObject } from '@luban/kube';
import { commonOf, type ExtensionObject } from '../extension-object.ts';
import { recordOf, textOf } from '../json.ts';
import { type Endpoint, readEndpoint } from '../upstream/endpoint.ts';
import { endpointWarnings } from '../upstream/endpoint-warnings.ts';

/** A backend that answers for a group and version. Source: extensions.kubesphere.io/v1alpha1, APIService. */
export interface ApiService extends ExtensionObject {
  kind: 'APIService';
  group: string;
  version: string;
  /** Absent: see its problems. */
  endpoint?: Endpoint;
}

const SEGMENT = /^[a-z\d](?:[-a-z\d.]{0,250}[a-z\d])?$/;

export function readApiService(object: KubeObject): ApiService {
  const spec = recordOf(object.spec);
  const common = { ...commonOf('APIService', object), kind: 'APIService' as const };
  const group = textOf(spec.group) ?? '';
  const version = textOf(spec.version) ?? '';
  const result = readEndpoint(spec);
  const reason = !SEGMENT.test(group)
    ? 'spec.group is no name of a group'
    : !SEGMENT.test(version)
      ? 'spec.version is no name of a version'
      : result.ok
        ? undefined
        : result.reason;
  const endpoint = result.ok ? result.endpoint : undefined;
  return {
    ...common,
    group,
    version,
    endpoint,
    problems: reason === undefined ? [] : [{ code: 'LB5403', params: { object: `APIService ${common.name}`, reason } }],
    warnings: endpointWarnings(`APIService ${common.name}`, endpoint),
  };
}
