import type { ManifestRule } from './rule.ts';

export const notItself: ManifestRule = {
  description: 'An extension does not require, exclude or replace itself.',
  check(manifest, report) {
    const { name, requires, conflicts = [], replaces } = manifest;
    const refuse = (field: string) => report('LB1004', field, { expected: 'another extension', found: name });
    if (Object.hasOwn(requires?.extensions ?? {}, name)) refuse(`requires.extensions.${name}`);
    if (Object.hasOwn(requires?.optional ?? {}, name)) refuse(`requires.optional.${name}`);
    if (conflicts.includes(name)) refuse(`conflicts[${conflicts.indexOf(name)}]`);
    if (replaces?.name === name) refuse('replaces.name');
  },
};
