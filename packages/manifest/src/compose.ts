/** Composition of the index on the server. */

import { admit } from './compose/admit.ts';
import { composeActions, composeCommands, composeQuickAccess } from './compose/commands.ts';
import { composeColumns, composeSlotDefinitions, composeSlots, composeTabs } from './compose/components-in-places.ts';
import type { Composition, Entry } from './compose/composition.ts';
import { composeServices, composeSettings, composeThemes } from './compose/data.ts';
import { resolveDependencies } from './compose/dependencies.ts';
import { digest } from './compose/digest.ts';
import { composeMenus } from './compose/menus.ts';
import { applyReplacements } from './compose/replacements.ts';
import { checkRequirements } from './compose/requirements.ts';
import { composeRoutes } from './compose/routes.ts';
import { present, sceneOf } from './compose/scene.ts';
import { displayNameOf } from './compose/translator.ts';
import type { ComposedIndex, IndexExtension } from './composed-index.ts';
import { compareText } from './order/anchors.ts';
import type { IndexObjects, IndexUser } from './ui-bundle.ts';

export { catalogueText, textKey } from './texts.ts';
export type { IndexDelta } from './wire/delta.ts';
export { diffIndex } from './wire/diff.ts';

/**
 * Makes the index for one user and locale: decided, filtered, ordered and translated. Pure, and the same for every order
 * of its inputs. Manifests must not be changed once they were passed in: their validation is remembered by identity.
 *
 * Nothing is dropped silently: what two owners claimed is in `conflicts`, what is left out or taken otherwise in `skipped`.
 * What a user may not see is simply absent.
 */
export function composeIndex(objects: IndexObjects, user: IndexUser, locale: string): ComposedIndex {
  const composition: Composition = {
    objects,
    user,
    locale,
    entries: new Map(),
    conflicts: [],
    skipped: [...(objects.skipped ?? [])],
  };
  admit(composition);
  checkRequirements(composition);
  applyReplacements(composition);
  resolveDependencies(composition);

  const scene = sceneOf(composition);
  const slotDefinitions = composeSlotDefinitions(scene);
  const { routes, targets: routeTargets } = composeRoutes(scene);
  const { commands, targets: commandTargets } = composeCommands(scene, routeTargets);
  const targets = { routes: routeTargets, commands: commandTargets };
  const content = {
    locale,
    host: objects.host.build,
    extensions: [...composition.entries.values()].map((entry) => describe(entry, locale)),
    routes,
    menus: composeMenus(
      scene,
      targets,
      slotDefinitions.map((definition) => definition.id),
    ),
    slots: composeSlots(scene, slotDefinitions),
    columns: composeColumns(scene),
    tabs: composeTabs(scene),
    actions: composeActions(scene, targets),
    commands,
    services: composeServices(scene),
    settings: composeSettings(scene),
    themes: composeThemes(scene),
    quickAccess: composeQuickAccess(scene, targets),
    slotDefinitions,
    conflicts: sortedByText(composition.conflicts),
    skipped: sortedByText(composition.skipped),
  };
  return { revision: digest(content), ...content };
}

function describe(entry: Entry, locale: string): IndexExtension {
  const { manifest } = entry;
  return present({
    name: entry.name,
    version: entry.version,
    displayName: displayNameOf(entry, locale),
    base: entry.base,
    framework: manifest.framework ?? 'react',
    state: entry.state,
    problem: entry.problem,
    requires: entry.requires,
    eager: manifest.activation?.includes('onStart') ?? false,
    origin: entry.origin,
  });
}

/** Rows are told as they are found; by their text they come in the same order whichever way they were found. */
function sortedByText<T>(rows: T[]): T[] {
  return rows
    .map((row) => ({ row, text: JSON.stringify(row) }))
    .sort((left, right) => compareText(left.text, right.text))
    .map(({ row }) => row);
}
