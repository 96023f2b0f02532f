import type { IndexService, IndexSettings, IndexTheme } from '../composed-index.ts';
import type { SettingProperty } from '../extension-manifest.ts';
import { byOwnerAndId, compareText } from '../order/anchors.ts';
import { settleClaims } from './claims.ts';
import { isUsable } from './composition.ts';
import { present, type Scene } from './scene.ts';
import type { Translator } from './translator.ts';

export function composeServices(scene: Scene): IndexService[] {
  const services: IndexService[] = [];
  for (const { entry, contribution } of scene.each('services', 'usable')) {
    services.push({ extension: entry.name, token: contribution.token, provider: contribution.provider.$ref });
  }
  const losers = settleClaims(scene.composition, services, {
    kind: 'service',
    code: 'LB2013',
    subjectOf: (service) => service.token,
    idOf: (service) => service.token,
  });
  const kept = services.filter((service) => !losers.has(service));
  return kept.sort((left, right) => compareText(left.token, right.token));
}

export function composeThemes(scene: Scene): IndexTheme[] {
  const themes: IndexTheme[] = [];
  for (const { entry, contribution, item, text } of scene.each('themes', 'usable')) {
    const { id, tokens } = contribution;
    const title = text.text(contribution.title, item);
    themes.push({ extension: entry.name, id, title, extends: contribution.extends, tokens });
  }
  const losers = settleClaims(scene.composition, themes, {
    kind: 'theme',
    code: 'LB2011',
    subjectOf: (theme) => theme.id,
    idOf: (theme) => theme.id,
  });
  return themes.filter((theme) => !losers.has(theme)).sort(byOwnerAndId);
}

export function composeSettings(scene: Scene): IndexSettings[] {
  const settings: IndexSettings[] = [];
  for (const entry of scene.composition.entries.values()) {
    const contribution = isUsable(entry) ? entry.manifest.contributes.settings : undefined;
    if (!contribution) continue;
    const text = scene.textOf(entry);
    const properties: Record<string, SettingProperty> = {};
    for (const [name, property] of Object.entries(contribution.properties)) {
      properties[name] = translateSetting(property, text, `settings/${name}`);
    }
    settings.push(present({ extension: entry.name, title: text.optional(contribution.title, 'settings'), properties }));
  }
  return settings;
}

function translateSetting(property: SettingProperty, text: Translator, item: string): SettingProperty {
  return present({
    ...property,
    title: text.text(property.title, item),
    description: text.optional(property.description, item),
    enum: property.enum?.map((choice) => ({ ...choice, title: text.text(choice.title, item) })),
  });
}
