import { fieldOf, type ManifestRule, shown } from './rule.ts';

export const settingDefaults: ManifestRule = {
  description: 'The default of a setting is a value that the setting allows.',
  check(manifest, report) {
    const properties = manifest.contributes.settings?.properties ?? {};
    for (const [name, setting] of Object.entries(properties)) {
      const field = `${fieldOf('contributes.settings.properties', name)}.default`;
      const { type, default: value, minimum = -Infinity, maximum = Infinity, maxLength = Infinity } = setting;
      const choices = setting.enum?.map((choice) => choice.value);
      const found = shown(value);
      if (typeof value !== type) report('LB1004', field, { expected: type, found });
      else if (choices && !choices.includes(value as string)) {
        report('LB1004', field, { expected: choices.join(', '), found });
      } else if (typeof value === 'number' && (value < minimum || value > maximum)) {
        report('LB1004', field, { expected: `${minimum} … ${maximum}`, found });
      } else if (typeof value === 'string' && value.length > maxLength) {
        report('LB1016', field, { length: value.length, limit: maxLength });
      }
    }
  },
};
