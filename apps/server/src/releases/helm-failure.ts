import { type HelmOutcome, secretsIn, shownLine } from '@luban/extension-package/helm';
import { isStatusError } from '@luban/kube';
import { Refusal } from '../refusal.ts';
import type { ReleaseTarget } from './releases.ts';

type Params = Record<string, string | number>;

/** What helm says, and what it means. The first that holds is told. */
const REASONS: readonly [pattern: RegExp, status: number, code: string, params: (match: RegExpExecArray) => Params][] =
  [
    [
      /User "([^"]{1,300})" cannot (\S{1,60}) (?:resource "([^"]{1,200})"(?: in API group "([^"]{0,200})")?|path "([^"]{1,300})")(?: in the namespace "([^"]{1,63})")?/,
      403,
      'LB7504',
      ([, user = '', verb = '', resource = '', group = '', path = '', namespace = '']) =>
        missingRight({ user, verb, resource, group, path, namespace }),
    ],
    [
      /attempting to grant RBAC permissions not currently held:\s*([\s\S]{1,2000})/,
      403,
      'LB7526',
      ([, rules = '']) => ({ rules: oneLine(rules).slice(0, 250) }),
    ],
    [
      /chart requires kubeVersion: (.{1,200}?) which is incompatible with Kubernetes (v?[\w.+-]{1,60})/,
      409,
      'LB7509',
      ([, range = '', version = '']) => ({ range, version }),
    ],
    [
      /values don't meet the specifications of the schema\(s\)[^\n]{0,200}\n([\s\S]{1,2000})/,
      422,
      'LB7510',
      ([, reason = '']) => ({ reason: oneLine(reason) }),
    ],
    [
      /(?:error validating data|failed to parse|error parsing|cannot unmarshal)[^\n]{0,100}values\.yaml[^\n]{0,40}: ([^\n]{1,400})|failed to parse [^\n]{0,300}values\.yaml: ([^\n]{1,400})/,
      422,
      'LB7522',
      ([, one, two]) => ({ reason: one ?? two ?? '' }),
    ],
    [
      /YAML parse error on ([^\s:]{1,300}): ([\s\S]{1,600})/,
      422,
      'LB7512',
      ([, file = '', reason = '']) => ({ file, reason: oneLine(reason) }),
    ],
    [
      /(?:template|parse error at|execution error at) ?:? ?\(?([^\s:()]{1,300}:\d{1,6})(?::\d{1,6})?\)?:? ([\s\S]{1,1200})/,
      422,
      'LB7511',
      ([, file = '', reason = '']) => ({ file, reason: oneLine(reason) }),
    ],
    [
      /no matches for kind "([^"]{1,100})" in version "([^"]{1,200})"/,
      422,
      'LB7507',
      ([, kind = '', apiVersion = '']) => ({ kind, apiVersion }),
    ],
    [
      /([A-Z]\w{1,100}) "([^"]{1,253})" in namespace "([^"]{0,63})" exists and cannot be imported into the current release: ([^\n]{1,600})/,
      409,
      'LB7508',
      ([, kind = '', name = '', namespace = '', why = '']) => ({
        kind,
        name: inNamespace(name, namespace),
        owner: ownerIn(why),
      }),
    ],
    [
      /(\S{1,100}) "([^"]{1,253})" is invalid: ([^\n]{0,600}?(?:field is immutable|updates to statefulset spec|is immutable)[^\n]{0,300})/,
      409,
      'LB7506',
      ([, kind = '', name = '', reason = '']) => ({ kind, name, reason }),
    ],
    [/another operation \(install\/upgrade\/rollback\) is in progress/, 409, 'LB7513', () => ({})],
    [
      /Secret "sh\.helm\.release[^"]{1,300}" is invalid: data: Too long|(?:request|entity) (?:is )?too large/i,
      413,
      'LB7516',
      () => ({}),
    ],
    [
      /(?:failed (?:pre|post)-(install|upgrade|delete|rollback)|hooks? failed): ?([^\n]{0,600})/,
      502,
      'LB7517',
      ([whole, , reason = '']) => ({ hook: /(?:pre|post)-\w+/.exec(whole)?.[0] ?? 'hook', reason }),
    ],
    [
      /admission webhook "([^"]{1,253})" denied the request: ?([^\n]{0,600})/,
      422,
      'LB7521',
      ([, webhook = '', reason = '']) => ({ what: webhook, reason }),
    ],
    [
      /(\S{1,100} "[^"]{1,253}") is invalid: ([^\n]{1,600})/,
      422,
      'LB7521',
      ([, what = '', reason = '']) => ({ what, reason }),
    ],
    [
      /unable to create new content in namespace (\S{1,63}) because it is being terminated/,
      409,
      'LB7518',
      ([, namespace = '']) => ({ namespace }),
    ],
    [
      /release has no (\S{1,20}) version|no revision for release|release: not found/,
      404,
      'LB7520',
      ([, revision = '']) => ({ revision }),
    ],
    [
      /Kubernetes cluster unreachable: ([^\n]{1,400})|(dial tcp [^\n]{1,300})/,
      503,
      'LB7519',
      ([, one, two]) => ({ reason: one ?? two ?? '' }),
    ],
  ];

/** Helm gave up waiting. */
const NOT_READY =
  /timed out waiting for the condition|context deadline exceeded|client rate limiter Wait returned an error|resource \S+ not ready|job .{1,200} failed|Job is failed|would exceed context deadline/i;

const HOOK_FAILED = /failed (?:pre|post)-\w{1,20}:|(?:pre|post)-\w{1,20} hooks? failed/;

export const waitedInVain = ({ stderr, ended }: HelmOutcome): boolean =>
  ended !== 'cancelled' && (ended === 'limit' || NOT_READY.test(stderr)) && !HOOK_FAILED.test(stderr);

export const hookFailed = ({ stderr, ended }: HelmOutcome): boolean =>
  ended !== 'cancelled' && HOOK_FAILED.test(stderr);

/**
 * Why a run of helm failed, by number.
 *
 * @param values that may hold secrets, which are not told
 */
export function helmFailure(target: ReleaseTarget, outcome: HelmOutcome, values: readonly string[] = []): Refusal {
  const place = { release: target.name, cluster: target.cluster.name };
  if (outcome.ended === 'cancelled') return new Refusal(409, 'LB7514', place);
  if (outcome.ended === 'limit') return new Refusal(504, 'LB7515', place);
  const secrets = secretsIn([], values);
  const lines = outcome.stderr.split('\n').map((line) => shownLine(line, secrets));
  // What helm ends with; before it are warnings and, with --debug, where it was.
  const start = lines.findLastIndex((line) => /^Error: |level=ERROR/.test(line));
  const text = (start < 0 ? lines : lines.slice(start)).join('\n');
  for (const [pattern, status, code, params] of REASONS) {
    const match = pattern.exec(text);
    if (match !== null) return new Refusal(status, code, { ...place, ...params(match) });
  }
  return new Refusal(502, 'LB7503', { ...place, reason: reasonIn(text) });
}

/** A request of LuBan's own that was made in the name of the executor. */
export function requestFailure(target: ReleaseTarget, error: unknown): unknown {
  if (!isStatusError(error)) return error;
  return helmFailure(target, { code: 1, stdout: '', stderr: `Error: ${error.message}` });
}

interface Missing {
  user: string;
  verb: string;
  resource: string;
  group: string;
  path: string;
  namespace: string;
}

function missingRight({ user, verb, resource, group, path, namespace }: Missing): Params {
  const rule = path
    ? `{nonResourceURLs: [${path}], verbs: [${verb}]}`
    : `{apiGroups: ["${group}"], resources: [${resource}], verbs: [${verb}]}`;
  const kind = namespace ? 'Role' : 'ClusterRole';
  const place = namespace ? `the namespace ${namespace}` : 'the whole cluster';
  return { user, verb, what: path || (group ? `${resource}.${group}` : resource), kind, place, rule };
}

function ownerIn(why: string): string {
  const release = /key "meta\.helm\.sh\/release-name" must equal "[^"]*": current value is "([^"]{1,253})"/.exec(
    why,
  )?.[1];
  const namespace = /key "meta\.helm\.sh\/release-namespace" must equal "[^"]*": current value is "([^"]{1,63})"/.exec(
    why,
  )?.[1];
  if (release) return `the release ${release}${namespace ? ` in ${namespace}` : ''}`;
  return namespace ? `a release in ${namespace}` : 'no release';
}

const inNamespace = (name: string, namespace: string) => (namespace ? `${namespace}/${name}` : name);
const oneLine = (text: string) =>
  text
    .trim()
    .replaceAll(/\s*\n\s*/g, '; ')
    .replaceAll(/\s+/g, ' ');

function reasonIn(text: string): string {
  const [first = ''] = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^helm\.go|^main\.|^runtime\./.test(line));
  return first.replace(/^Error: /, '').slice(0, 300) || '–';
}
