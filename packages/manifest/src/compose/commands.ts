import type { IndexAction, IndexCommand, IndexQuickAccess } from '../composed-index.ts';
import { byOwnerAndId } from '../order/anchors.ts';
import { qualify } from '../reference.ts';
import { normalizeKey } from '../rules/key.ts';
import { SHELL_KEYS } from '../shell-slots.ts';
import { settleClaims } from './claims.ts';
import { type Draft, orderDrafts } from './ordering.ts';
import { present, type Scene } from './scene.ts';
import { destinationOf, Targets } from './targets.ts';

/** Commands, and what is known about each as a target. A key that somebody else has is taken off the command. */
export function composeCommands(scene: Scene, routes: Targets): { commands: IndexCommand[]; targets: Targets } {
  const targets = new Targets();
  const commands: IndexCommand[] = [];
  for (const { entry, contribution, condition, item, text } of scene.each('commands', 'usable')) {
    const name = qualify(entry.name, contribution.id);
    targets.set(name, { state: 'hidden' });
    if (condition === false) continue;
    const source = { route: contribution.route, when: condition };
    const destination = destinationOf(scene.composition, { routes, commands: targets }, entry, item, source);
    if (!destination) continue;
    targets.set(name, { state: 'shown', when: destination.when });
    commands.push(
      present({
        extension: entry.name,
        id: contribution.id,
        when: destination.when,
        title: text.text(contribution.title, item),
        icon: contribution.icon,
        keywords: (contribution.keywords ?? []).map((word) => text.text(word, item)),
        handler: contribution.handler?.$ref,
        route: destination.route,
        key: contribution.key === undefined ? undefined : normalizeKey(contribution.key),
        palette: contribution.palette ?? true,
      }),
    );
  }
  const losers = settleClaims(scene.composition, commands, {
    kind: 'key',
    code: 'LB2012',
    subjectOf: (command) => command.key,
    idOf: (command) => command.id,
    reserved: new Map(Object.entries(SHELL_KEYS)),
  });
  for (const command of losers.keys()) delete command.key;
  return { commands: commands.sort(byOwnerAndId), targets };
}

export function composeActions(scene: Scene, targets: { routes: Targets; commands: Targets }): IndexAction[] {
  const drafts: Draft<IndexAction>[] = [];
  for (const { entry, contribution, condition, item, text } of scene.each('actions', 'usable')) {
    if (condition === false) continue;
    const { id, order } = contribution;
    const source = { command: contribution.command, when: condition };
    const destination = destinationOf(scene.composition, targets, entry, item, source);
    if (!destination) continue;
    const action: IndexAction = present({
      extension: entry.name,
      id,
      when: destination.when,
      for: contribution.for,
      title: text.text(contribution.title, item),
      icon: contribution.icon,
      command: destination.command!,
      danger: contribution.danger ?? false,
    });
    drafts.push({ extension: entry.name, id, order, item: action });
  }
  const losers = settleClaims(
    scene.composition,
    drafts.map((draft) => draft.item),
    {
      kind: 'action',
      code: 'LB2011',
      subjectOf: (action) => `${action.for} ${action.id}`,
      idOf: (action) => action.id,
    },
  );
  const kept = drafts.filter((draft) => !losers.has(draft.item));
  return orderDrafts(scene.composition, 'actions', kept, (action) => action.for);
}

export function composeQuickAccess(scene: Scene, targets: { routes: Targets; commands: Targets }): IndexQuickAccess[] {
  const drafts: Draft<IndexQuickAccess>[] = [];
  for (const { entry, contribution, condition, item, text } of scene.each('quickAccess', 'usable')) {
    if (condition === false) continue;
    const { id, order, route, command } = contribution;
    const source = { route, command, when: condition };
    const destination = destinationOf(scene.composition, targets, entry, item, source);
    if (!destination) continue;
    const access: IndexQuickAccess = present({
      extension: entry.name,
      id,
      when: destination.when,
      title: text.text(contribution.title, item),
      description: text.optional(contribution.description, item),
      icon: contribution.icon,
      route: destination.route,
      command: destination.command,
    });
    drafts.push({ extension: entry.name, id, order, item: access });
  }
  const losers = settleClaims(
    scene.composition,
    drafts.map((draft) => draft.item),
    { kind: 'quickAccess', code: 'LB2011', subjectOf: (access) => access.id, idOf: (access) => access.id },
  );
  const kept = drafts.filter((draft) => !losers.has(draft.item));
  return orderDrafts(scene.composition, 'quickAccess', kept, () => '');
}
