import { bundlePath, cataloguePath } from './bundle-path.ts';
import { extensionName } from './extension-name.ts';
import { id } from './id.ts';
import { image } from './image.ts';
import { integrity } from './integrity.ts';
import { key } from './key.ts';
import { httpsOrigin, httpsUrl } from './link.ts';
import { mount } from './mount.ts';
import { routePath } from './route-path.ts';
import type { FormatRule } from './rule.ts';
import { semverRange } from './semver-range.ts';
import { semverVersion } from './semver-version.ts';
import { tokenName, tokenValue } from './theme-token.ts';
import { whenExpression } from './when-expression.ts';

/** Rules by the schema's `format`. */
export const FORMATS: Readonly<Record<string, FormatRule>> = {
  'extension-name': extensionName,
  semver: semverVersion,
  'semver-range': semverRange,
  id,
  when: whenExpression,
  mount,
  'route-path': routePath,
  'bundle-path': bundlePath,
  'catalogue-path': cataloguePath,
  'https-url': httpsUrl,
  'https-origin': httpsOrigin,
  image,
  integrity,
  key,
  'token-name': tokenName,
  'token-value': tokenValue,
};
