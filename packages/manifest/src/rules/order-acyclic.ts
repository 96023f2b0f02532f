import { arrange } from '../order/arrange.ts';
import { contributionsOf } from './contributions.ts';
import type { ManifestRule } from './rule.ts';

export const orderAcyclic: ManifestRule = {
  description: 'Within one manifest, `before` and `after` do not contradict each other.',
  check(manifest, report) {
    const places = new Map<string, { extension: string; id: string; order?: object; field: string }[]>();
    for (const { kind, contribution, field } of contributionsOf(manifest)) {
      const { id, order } = contribution;
      if (id === undefined) continue;
      const place = `${kind} ${contribution.slot ?? contribution.for ?? ''}`;
      const item = { extension: manifest.name, id, order, field };
      const list = places.get(place);
      if (list) list.push(item);
      else places.set(place, [item]);
    }
    for (const items of places.values()) {
      for (const { names, id } of arrange(items).cycles) {
        const field = items.find((item) => item.id === id)!.field;
        report('LB1014', `${field}.order`, { cycle: names.join(' → ') });
      }
    }
  },
};
