import type { IndexColumn, IndexSlot, IndexSlotDefinition, IndexTab } from '../composed-index.ts';
import { MENU_SLOTS } from '../extension-manifest.ts';
import { byOwnerAndId } from '../order/anchors.ts';
import { SHELL_SLOTS } from '../shell-slots.ts';
import { settleClaims } from './claims.ts';
import { isUsable, skip } from './composition.ts';
import { type Draft, orderDrafts } from './ordering.ts';
import { present, type Scene } from './scene.ts';

/** Slots that extensions provide. The shell's own names can't be taken. */
export function composeSlotDefinitions({ composition }: Scene): IndexSlotDefinition[] {
  const definitions: IndexSlotDefinition[] = [];
  for (const entry of composition.entries.values()) {
    if (!isUsable(entry)) continue;
    for (const { id, multiple = true } of entry.manifest.provides?.slots ?? []) {
      definitions.push({ extension: entry.name, id, multiple });
    }
  }
  const reserved = [...MENU_SLOTS, ...Object.values(SHELL_SLOTS)].map((slot): [string, string] => [slot, slot]);
  const losers = settleClaims(composition, definitions, {
    kind: 'slotDefinition',
    code: 'LB2011',
    subjectOf: (definition) => definition.id,
    idOf: (definition) => definition.id,
    reserved: new Map(reserved),
  });
  return definitions.filter((definition) => !losers.has(definition)).sort(byOwnerAndId);
}

/** Components in slots. A slot that takes one contribution gets one, and one that nobody provides is told. */
export function composeSlots(scene: Scene, definitions: readonly IndexSlotDefinition[]): IndexSlot[] {
  const { composition } = scene;
  const single = new Set(definitions.filter(({ multiple }) => !multiple).map(({ id }) => id));
  const known = new Set<string>([...Object.values(SHELL_SLOTS), ...definitions.map(({ id }) => id)]);
  const drafts: Draft<IndexSlot>[] = [];
  for (const { entry, contribution, condition, item, text } of scene.each('slots', 'usable')) {
    if (condition === false) continue;
    const { id, slot, component, size, order } = contribution;
    if (!known.has(slot)) skip(composition, entry, item, 'LB2018', { slot });
    const title = text.optional(contribution.title, item);
    const entryItem: IndexSlot = present({
      extension: entry.name,
      id,
      when: condition,
      slot,
      title,
      component: component.$ref,
      size,
    });
    drafts.push({ extension: entry.name, id, order, item: entryItem });
  }
  const kept = unique(scene, drafts, 'slot', (slot) => `${slot.slot} ${slot.id}`);
  const crowded = settleClaims(
    composition,
    kept.map((draft) => draft.item),
    {
      kind: 'slot',
      code: 'LB2019',
      subjectOf: (slot) => (single.has(slot.slot) ? slot.slot : undefined),
      idOf: (slot) => slot.id,
    },
  );
  const shown = kept.filter((draft) => !crowded.has(draft.item));
  return orderDrafts(composition, 'slots', shown, (slot) => slot.slot);
}

export function composeColumns(scene: Scene): IndexColumn[] {
  const drafts: Draft<IndexColumn>[] = [];
  for (const { entry, contribution, condition, item, text } of scene.each('columns', 'usable')) {
    if (condition === false) continue;
    const { id, component, width = 120, order } = contribution;
    const title = text.text(contribution.title, item);
    const column: IndexColumn = present({
      extension: entry.name,
      id,
      when: condition,
      for: contribution.for,
      title,
      component: component.$ref,
      width,
    });
    drafts.push({ extension: entry.name, id, order, item: column });
  }
  const kept = unique(scene, drafts, 'column', (column) => `${column.for} ${column.id}`);
  return orderDrafts(scene.composition, 'columns', kept, (column) => column.for);
}

export function composeTabs(scene: Scene): IndexTab[] {
  const drafts: Draft<IndexTab>[] = [];
  for (const { entry, contribution, condition, item, text } of scene.each('tabs', 'usable')) {
    if (condition === false) continue;
    const { id, icon, component, order } = contribution;
    const title = text.text(contribution.title, item);
    const tab: IndexTab = present({
      extension: entry.name,
      id,
      when: condition,
      for: contribution.for,
      title,
      icon,
      component: component.$ref,
    });
    drafts.push({ extension: entry.name, id, order, item: tab });
  }
  const kept = unique(scene, drafts, 'tab', (tab) => `${tab.for} ${tab.id}`);
  return orderDrafts(scene.composition, 'tabs', kept, (tab) => tab.for);
}

function unique<T extends { extension: string; id: string }>(
  scene: Scene,
  drafts: Draft<T>[],
  kind: 'slot' | 'column' | 'tab',
  subjectOf: (item: T) => string,
): Draft<T>[] {
  const losers = settleClaims(
    scene.composition,
    drafts.map((draft) => draft.item),
    { kind, code: 'LB2011', subjectOf, idOf: (item) => item.id },
  );
  return drafts.filter((draft) => !losers.has(draft.item));
}
