import { CONTENT_LIMITS } from '../limits.ts';
import {
  type Check,
  type Field,
  isRecord,
  list,
  optional,
  Place,
  record,
  required,
  text,
  wrongType,
} from '../metadata/field.ts';
import type { Findings } from '../package-error.ts';
import { documentValue, readYaml } from '../yaml/read-yaml.ts';
import type { PackagePermissions, PolicyRule } from './package-permissions.ts';

export const PERMISSIONS_FILE = 'permissions.yaml';

const KINDS = ['Role', 'ClusterRole'];
const MOST_RULES = 1_000;

/** Words of a rule have neither spaces nor control characters, so that what is shown is what is meant. */
const visible: Check = (value, place) => {
  if (/^[!-~]+$/.test(value)) return true;
  place.error('LB7143', { found: value });
  return false;
};

/** An empty text is the core group. */
const group: Field<string[]>['read'] = list(
  (value, place) => (value === '' ? '' : text(253, visible)(value, place)),
  MOST_RULES,
);
const names = list(text(500, visible), MOST_RULES);

const rule = record({
  verbs: required(names),
  apiGroups: optional(group),
  resources: optional(names),
  resourceNames: optional(names),
  nonResourceURLs: optional(names),
});

/** The rules of all documents; errors go to `findings`. No content: no rules. */
export function readPermissions(content: Uint8Array | undefined, findings: Findings): PackagePermissions {
  const role: PolicyRule[] = [];
  const clusterRole: PolicyRule[] = [];
  const documents =
    content === undefined
      ? []
      : (readYaml(content, PERMISSIONS_FILE, { limit: CONTENT_LIMITS.permissions }, findings) ?? []);
  for (const [index, document] of documents.entries()) {
    const value = documentValue(document, PERMISSIONS_FILE, findings);
    // Nothing between two separators.
    if (value === null || value === undefined) continue;
    const place = new Place(findings, PERMISSIONS_FILE, documents.length > 1 ? `document[${index}]` : '');
    const rules = readDocument(value, place);
    if (rules !== undefined) (rules.kind === 'Role' ? role : clusterRole).push(...rules.rules);
  }
  return { role, clusterRole };
}

function readDocument(value: unknown, place: Place): { kind: unknown; rules: PolicyRule[] } | undefined {
  if (!isRecord(value)) return wrongType(place, 'map', value);
  const kind = place.below('kind');
  if (value.kind === undefined || value.kind === null) return kind.error('LB7116');
  if (!KINDS.includes(value.kind as string)) {
    return kind.error('LB7124', { found: shown(value.kind), allowed: KINDS.join(' | ') });
  }
  const at = place.below('rules');
  if (value.rules === undefined || value.rules === null) return at.error('LB7116');
  const rules = list(readRule, MOST_RULES)(value.rules, at);
  return rules && { kind: value.kind, rules };
}

function readRule(value: unknown, place: Place): PolicyRule | undefined {
  const read = rule(value, place);
  if (read === undefined) return undefined;
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = read;
  if (verbs.length === 0) return place.below('verbs').error('LB7116');
  if (resources.length === 0 && nonResourceURLs.length === 0) return place.below('resources').error('LB7116');
  if (resources.length > 0 && apiGroups.length === 0) return place.below('apiGroups').error('LB7116');
  return { verbs, apiGroups, resources, resourceNames, nonResourceURLs };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : typeof value;
}
