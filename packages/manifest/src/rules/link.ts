import { type FormatRule, shown } from './rule.ts';

export const httpsUrl: FormatRule = {
  description: 'A link is a complete https URL without a user name.',
  check(value, field, report) {
    if (!parseHttps(value)) report('LB1011', field, { found: shown(value) });
  },
};

export const httpsOrigin: FormatRule = {
  description: 'An origin is https, a host and perhaps a port, with no path.',
  check(value, field, report) {
    if (parseHttps(value)?.origin !== value) report('LB1011', field, { found: shown(value) });
  },
};

/** The URL parser drops tabs and line breaks and forgives backslashes, so the text is looked at first. */
function parseHttps(value: string): URL | undefined {
  if (!/^https:\/\/[!-[\]-~]+$/.test(value) || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : undefined;
}
