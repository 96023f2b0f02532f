import type { IndexMenu } from '../composed-index.ts';
import { MENU_SLOTS, type MenuContribution } from '../extension-manifest.ts';
import { settleClaims } from './claims.ts';
import { type Composition, skip } from './composition.ts';
import { type Draft, orderDrafts } from './ordering.ts';
import { type Found, present, type Scene } from './scene.ts';
import { destinationOf, type Targets } from './targets.ts';

/** Menus of the shell and of slots that extensions provide, two levels deep. */
export function composeMenus(
  scene: Scene,
  targets: { routes: Targets; commands: Targets },
  provided: readonly string[],
): IndexMenu[] {
  const { composition } = scene;
  const slots = new Set<string>([...MENU_SLOTS, ...provided]);
  const first: Draft<IndexMenu>[] = [];
  const second: { draft: Draft<IndexMenu>; slot: string; parent: string; item: string }[] = [];
  const parents = new Parents();

  for (const found of scene.each('menus', 'all')) {
    const { entry, contribution, item } = found;
    const place = splitSlot(contribution.slot, slots);
    const draft = draftOf(scene, targets, found);
    if (!draft) {
      if (place.parent === undefined) parents.hide(place.slot, entry.name, contribution.id);
      continue;
    }
    if (place.parent !== undefined) second.push({ draft, slot: place.slot, parent: place.parent, item });
    else first.push(draft);
    if (!slots.has(place.slot)) skip(composition, entry, item, 'LB2018', { slot: contribution.slot });
  }

  const level = settle(composition, first);
  for (const { item } of first) {
    const winner = level.losers.get(item);
    parents.add(
      item,
      winner ? `${item.slot}.${winner.extension}.${winner.id}` : `${item.slot}.${item.extension}.${item.id}`,
    );
  }
  const children: Draft<IndexMenu>[] = [];
  const orphans: Draft<IndexMenu>[] = [];
  for (const { draft, slot, parent, item } of second) {
    const address = parents.find(slot, parent, draft.extension);
    if (address === 'hidden') continue;
    draft.item.slot = address ?? slot;
    (address === undefined ? orphans : children).push(draft);
    if (address === undefined) {
      skip(composition, composition.entries.get(draft.extension)!, item, 'LB2016', { parent, slot });
    }
  }
  const kept = [...level.kept, ...settle(composition, children).kept, ...orphans];
  return orderDrafts(
    composition,
    'menus',
    kept,
    (menu) => menu.slot,
    (menu, group) => {
      menu.group = group;
    },
  );
}

function draftOf(
  scene: Scene,
  targets: { routes: Targets; commands: Targets },
  { entry, contribution, condition, item, text }: Found<MenuContribution>,
): Draft<IndexMenu> | undefined {
  if (condition === false) return undefined;
  const { id, slot, icon, href, route, command, order } = contribution;
  const destination = destinationOf(scene.composition, targets, entry, item, { route, command, when: condition });
  if (!destination) return undefined;
  const menu: IndexMenu = present({
    extension: entry.name,
    id,
    when: destination.when,
    slot,
    title: text.text(contribution.title, item),
    icon,
    route: destination.route,
    command: destination.command,
    href,
  });
  return { extension: entry.name, id, order, item: menu };
}

/** `cluster.workloads` is the item `workloads` in the slot `cluster`; slots of extensions may have dots of their own. */
function splitSlot(slot: string, known: ReadonlySet<string>): { slot: string; parent?: string } {
  if (known.has(slot)) return { slot };
  for (let dot = slot.lastIndexOf('.'); dot > 0; dot = slot.lastIndexOf('.', dot - 1)) {
    if (known.has(slot.slice(0, dot))) return { slot: slot.slice(0, dot), parent: slot.slice(dot + 1) };
  }
  return { slot };
}

function settle(composition: Composition, drafts: Draft<IndexMenu>[]) {
  const lost = settleClaims(
    composition,
    drafts.map((draft) => draft.item),
    { kind: 'menu', code: 'LB2011', subjectOf: (menu) => `${menu.slot}.${menu.id}`, idOf: (menu) => menu.id },
  );
  const losers = new Map([...lost].map(([menu, conflict]) => [menu, conflict.winner]));
  return { losers, kept: drafts.filter((draft) => !lost.has(draft.item)) };
}

/** Items of the first level, by the names that the second level calls them. */
class Parents {
  readonly #addresses = new Map<string, string>();
  readonly #hidden = new Set<string>();

  /** Items come in the order of their owners' names; an item that lost its id leads to the winner. */
  add(menu: IndexMenu, address: string): void {
    this.#addresses.set(`${menu.slot} ${menu.extension}.${menu.id}`, address);
    const bare = `${menu.slot} ${menu.id}`;
    if (!this.#addresses.has(bare)) this.#addresses.set(bare, address);
  }

  hide(slot: string, extension: string, id: string): void {
    this.#hidden.add(`${slot} ${extension}.${id}`).add(`${slot} ${id}`);
  }

  find(slot: string, parent: string, from: string): string | undefined {
    const names = [`${slot} ${from}.${parent}`, `${slot} ${parent}`];
    for (const name of names) {
      const address = this.#addresses.get(name);
      if (address !== undefined) return address;
    }
    return names.some((name) => this.#hidden.has(name)) ? 'hidden' : undefined;
  }
}
