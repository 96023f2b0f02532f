import { parse } from 'semver';
import { parseRange } from '../versions/parse-range.ts';
import type { Check } from './field.ts';
import { isLanguage } from './languages.ts';

/** A DNS label. It becomes the name of an object, of a release and part of a namespace's. */
export const extensionName: Check = (value, place) => {
  if (/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(value)) return true;
  place.error('LB7118', { found: value });
  return false;
};

export const semanticVersion: Check = (value, place) => {
  if (isSemanticVersion(value)) return true;
  place.error('LB7119', { found: value });
  return false;
};

/** SemVer 2 in its canonical spelling. */
export function isSemanticVersion(value: string): boolean {
  const parsed = value.length > 128 ? null : parse(value);
  return parsed !== null && parsed.version + (parsed.build.length > 0 ? `+${parsed.build.join('.')}` : '') === value;
}

export const versionRange: Check = (value, place) => {
  if (parseRange(value) !== undefined) return true;
  place.error('LB7123', { found: value });
  return false;
};

/** What Kubernetes takes as the value of a label. */
export const labelValue: Check = (value, place) => {
  if (/^[A-Za-z\d](?:[-A-Za-z\d_.]{0,61}[A-Za-z\d])?$/.test(value)) return true;
  place.error('LB7126', { found: value });
  return false;
};

export const language: Check = (value, place) => {
  if (isLanguage(value)) return true;
  place.error('LB7121', { found: value });
  return false;
};

export const webAddress: Check = (value, place) => {
  if (/^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value)) return true;
  place.error('LB7125', { found: value });
  return false;
};

/** Keys of annotations. */
export const annotationKey: Check = (value, place) => {
  if (/^(?:[a-z\d](?:[-a-z\d.]{0,251}[a-z\d])?\/)?[A-Za-z\d](?:[-A-Za-z\d_.]{0,61}[A-Za-z\d])?$/.test(value))
    return true;
  place.error('LB7126', { found: value });
  return false;
};
