import type { ExtensionManifest } from '../extension-manifest.ts';
import { textKey } from '../texts.ts';
import { contributionsOf } from './contributions.ts';
import { fieldOf, type ManifestRule } from './rule.ts';

export const textsExist: ManifestRule = {
  description: 'Every `%key%` is in the catalogue of the default locale.',
  check(manifest, report) {
    const { i18n } = manifest.contributes;
    const catalogue = i18n && Object.hasOwn(i18n.manifest, i18n.default) ? i18n.manifest[i18n.default]! : {};
    for (const [text, field] of textsOf(manifest)) {
      const key = text === undefined ? undefined : textKey(text);
      if (key !== undefined && !Object.hasOwn(catalogue, key)) {
        report('LB1017', field, { key, locale: i18n?.default ?? 'en' });
      }
    }
  },
};

function* textsOf(manifest: ExtensionManifest): Generator<[text: string | undefined, field: string]> {
  for (const { contribution, field } of contributionsOf(manifest)) {
    yield [contribution.title, `${field}.title`];
    yield [contribution.description, `${field}.description`];
    for (const [index, word] of (contribution.keywords ?? []).entries()) yield [word, `${field}.keywords[${index}]`];
  }
  const { settings } = manifest.contributes;
  yield [settings?.title, 'contributes.settings.title'];
  for (const [name, setting] of Object.entries(settings?.properties ?? {})) {
    const field = fieldOf('contributes.settings.properties', name);
    yield [setting.title, `${field}.title`];
    yield [setting.description, `${field}.description`];
    for (const [index, choice] of (setting.enum ?? []).entries()) yield [choice.title, `${field}.enum[${index}].title`];
  }
  for (const [index, slot] of (manifest.provides?.slots ?? []).entries()) {
    yield [slot.title, `provides.slots[${index}].title`];
  }
}
