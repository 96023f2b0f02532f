import { type LabelSelectorObject, labelSelectorFromObject, matchesLabels } from '@luban/kube';
import {
  type AccessRole,
  type AccessScope,
  type PolicyRule,
  type RoleTemplate,
  SCOPE_LABEL,
} from './access-objects.ts';

/**
 * Rules of a role: those of all templates that it names or selects within its scope, and no others; its own when it
 * aggregates nothing.
 */
export function rulesOf(role: AccessRole, scope: AccessScope, templates: Iterable<RoleTemplate>): PolicyRule[] {
  const { templateNames = [], roleSelector } = role.aggregationRoleTemplates ?? {};
  if (!aggregates(role)) return role.rules ?? [];
  const selects = selectionOf(roleSelector);
  const rules = new Map<string, PolicyRule>();
  for (const { metadata, spec } of [...templates].sort(byName)) {
    const labels = metadata.labels ?? {};
    if (labels[SCOPE_LABEL] !== scope) continue;
    if (!templateNames.includes(metadata.name!) && !selects(labels)) continue;
    for (const rule of spec?.rules ?? []) rules.set(JSON.stringify(rule), rule);
  }
  return [...rules.values()];
}

export function aggregates({ aggregationRoleTemplates }: AccessRole): boolean {
  const { templateNames = [], roleSelector } = aggregationRoleTemplates ?? {};
  return templateNames.length > 0 || (roleSelector !== undefined && Object.keys(roleSelector).length > 0);
}

/** A selector that cannot be read, or that would take everything, selects nothing: it hands out rights. */
function selectionOf(selector: LabelSelectorObject | undefined): (labels: Record<string, string>) => boolean {
  try {
    const read = labelSelectorFromObject(selector);
    return read.length === 0 ? () => false : (labels) => matchesLabels(read, labels);
  } catch {
    return () => false;
  }
}

function byName(a: RoleTemplate, b: RoleTemplate): number {
  return a.metadata.name! < b.metadata.name! ? -1 : 1;
}
