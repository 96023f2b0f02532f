import { parseReference } from '../reference.ts';
import { contributionsOf } from './contributions.ts';
import type { ManifestRule } from './rule.ts';

export const modulesExist: ManifestRule = {
  description: 'Every module that is referred to is listed in `remote.modules`.',
  check(manifest, report) {
    const modules = manifest.remote?.modules;
    let told = false;
    const check = (reference: { $ref: string } | undefined, field: string) => {
      if (!reference) return;
      if (!modules) {
        if (!told) report('LB1003', 'remote');
        told = true;
      } else if (!Object.hasOwn(modules, parseReference(reference.$ref).module)) {
        report('LB1015', `${field}.$ref`, { target: reference.$ref });
      }
    };
    for (const { contribution, field } of contributionsOf(manifest)) {
      check(contribution.component, `${field}.component`);
      check(contribution.handler, `${field}.handler`);
      check(contribution.provider, `${field}.provider`);
    }
    check(manifest.lifecycle?.module, 'lifecycle.module');
    check(manifest.replaces?.migrate, 'replaces.migrate');
  },
};
