import { contributionsOf } from './contributions.ts';
import type { ManifestRule } from './rule.ts';

export const uniqueIds: ManifestRule = {
  description: 'Within one manifest an id, or the token of a service, names one contribution of its kind.',
  check(manifest, report) {
    const seen = new Map<string, string>();
    const claim = (name: string, id: string, field: string) => {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, field);
      else report('LB1012', field, { id, first });
    };
    for (const { kind, contribution, field } of contributionsOf(manifest)) {
      const id = contribution.id ?? contribution.token ?? '';
      claim(`${kind} ${id}`, id, `${field}.${kind === 'services' ? 'token' : 'id'}`);
    }
    for (const [index, slot] of (manifest.provides?.slots ?? []).entries()) {
      claim(`provides ${slot.id}`, slot.id, `provides.slots[${index}].id`);
    }
  },
};
