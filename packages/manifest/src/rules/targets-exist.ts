import { contributionsOf } from './contributions.ts';
import type { ManifestRule } from './rule.ts';

export const targetsExist: ManifestRule = {
  description:
    'A route or command that an item leads to is one of this extension’s, unless it names another extension.',
  check(manifest, report) {
    const routes = new Set(manifest.contributes.routes?.map((route) => route.id));
    const commands = new Set(manifest.contributes.commands?.map((command) => command.id));
    const check = (target: string | undefined, known: Set<string>, field: string) => {
      if (target === undefined) return;
      const slash = target.indexOf('/');
      if (slash >= 0 && target.slice(0, slash) !== manifest.name) return;
      if (!known.has(target.slice(slash + 1))) report('LB1015', field, { target });
    };
    for (const { contribution, field } of contributionsOf(manifest)) {
      check(contribution.route, routes, `${field}.route`);
      check(contribution.command, commands, `${field}.command`);
    }
  },
};
