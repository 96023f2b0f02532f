import { parse } from 'semver';
import { type FormatRule, shown } from './rule.ts';

export const semverVersion: FormatRule = {
  description: 'A version is a semantic version without a leading v, such as 2.3.1 or 2.4.0-rc.1.',
  check(value, field, report) {
    const parsed = parse(value);
    // `semver` forgives a leading v and spaces; the version is part of URLs, so the canonical spelling alone will do.
    const canonical = parsed && parsed.version + (parsed.build.length > 0 ? `+${parsed.build.join('.')}` : '');
    if (canonical !== value) report('LB1007', field, { found: shown(value) });
  },
};
