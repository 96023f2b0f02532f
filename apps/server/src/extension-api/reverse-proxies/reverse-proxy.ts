import type { KubeObject } from '@luban/kube';
import { commonOf, type ExtensionObject, type ObjectProblem } from '../extension-object.ts';
import { recordOf, textOf } from '../json.ts';
import { type Endpoint, readEndpoint } from '../upstream/endpoint.ts';
import { endpointWarnings } from '../upstream/endpoint-warnings.ts';
import { type Directives, readDirectives } from './directives.ts';
import { isReachable, type Matcher, PROXY_ROOT, readMatcher } from './matcher.ts';

/** Paths below `/proxy` that lead to a backend. Source: extensions.kubesphere.io/v1alpha1, ReverseProxy. */
export interface ReverseProxy extends ExtensionObject {
  kind: 'ReverseProxy';
  matcher: Matcher;
  /** Absent: see its problems. */
  route?: { endpoint: Endpoint; directives: Directives };
  /** Its pages may act as pages of the console. */
  trusted: boolean;
}

/** An administrator's word that pages behind a proxy are as good as the console's own. */
export const SAME_ORIGIN = 'luban.dev/same-origin';

export function readReverseProxy(object: KubeObject): ReverseProxy {
  const common = { ...commonOf('ReverseProxy', object), kind: 'ReverseProxy' as const };
  const spec = recordOf(object.spec);
  const { path, method } = recordOf(spec.matcher);
  const matcher = readMatcher(textOf(path) ?? '', textOf(method));
  const result = readEndpoint(spec.upstream);
  const directives = readDirectives(spec.directives);
  const named = `ReverseProxy ${common.name}`;
  const problems: ObjectProblem[] = [];
  if (!isReachable(matcher)) {
    problems.push({
      code: 'LB5419',
      params: { object: named, path: String(textOf(path) ?? ''), root: `${PROXY_ROOT}/` },
    });
  }
  const reason = !result.ok
    ? `spec.upstream: ${result.reason}`
    : typeof directives === 'string'
      ? `spec.directives: ${directives}`
      : undefined;
  if (reason !== undefined) problems.push({ code: 'LB5403', params: { object: named, reason } });
  const route = result.ok && typeof directives !== 'string' ? { endpoint: result.endpoint, directives } : undefined;
  return {
    ...common,
    matcher,
    route,
    trusted: recordOf(object.metadata.annotations)[SAME_ORIGIN] === 'true',
    problems,
    warnings: endpointWarnings(named, route?.endpoint),
  };
}
