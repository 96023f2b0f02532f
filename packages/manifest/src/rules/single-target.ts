import type { ManifestRule } from './rule.ts';

export const singleTarget: ManifestRule = {
  description: 'What can be clicked leads to one thing: a route, a command, a handler or a link.',
  check(manifest, report) {
    const { menus = [], commands = [], quickAccess = [] } = manifest.contributes;
    const check = (field: string, item: object, targets: string[], least: number) => {
      const given = targets.filter((target) => Object.hasOwn(item, target));
      const expected = `${least === 0 ? 'at most' : 'exactly'} one of ${targets.join(', ')}`;
      if (given.length > 1) report('LB1004', field, { expected, found: given.join(', ') });
      else if (given.length < least) report('LB1003', `${field}.${targets[0]}`);
    };
    for (const [index, menu] of menus.entries()) {
      check(`contributes.menus[${index}]`, menu, ['route', 'command', 'href'], 0);
    }
    for (const [index, command] of commands.entries()) {
      check(`contributes.commands[${index}]`, command, ['handler', 'route'], 1);
    }
    for (const [index, entry] of quickAccess.entries()) {
      check(`contributes.quickAccess[${index}]`, entry, ['route', 'command'], 1);
    }
  },
};
