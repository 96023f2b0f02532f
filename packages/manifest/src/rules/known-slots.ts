import { MENU_SLOTS } from '../extension-manifest.ts';
import { SHELL_SLOTS } from '../shell-slots.ts';
import type { ManifestRule } from './rule.ts';

export const knownSlots: ManifestRule = {
  description: 'A slot is the shell’s, the extension’s own, or may come from an extension that this one names.',
  check(manifest, report) {
    const { requires } = manifest;
    const others = { ...requires?.extensions, ...requires?.optional };
    if (Object.keys(others).length > 0) return;

    const own = (manifest.provides?.slots ?? []).map((slot) => slot.id);
    const menus: readonly string[] = [...MENU_SLOTS, ...own];
    const slots: readonly string[] = [...Object.values(SHELL_SLOTS), ...own];
    for (const [index, { slot }] of (manifest.contributes.menus ?? []).entries()) {
      const known = menus.some((name) => slot === name || slot.startsWith(`${name}.`));
      if (!known) report('LB1013', `contributes.menus[${index}].slot`, { found: slot, known: menus.join(', ') });
    }
    for (const [index, { slot }] of (manifest.contributes.slots ?? []).entries()) {
      if (!slots.includes(slot)) {
        report('LB1013', `contributes.slots[${index}].slot`, { found: slot, known: slots.join(', ') });
      }
    }
  },
};
