import type { Problem } from '@luban/manifest';
import { parse as parseVersion } from 'semver';
import type { ListedChart } from '../listing.ts';
import { problemOf, RegistryError } from '../registry-error.ts';
import { absoluteUrl } from './chart-url.ts';
import { parseIndex } from './parse-index.ts';

export interface IndexContent {
  charts: ListedChart[];
  problems: Problem[];
  /** As of `Listing`. */
  incomplete: string[];
}

/** Most problems that are told of one index. */
const MOST_PROBLEMS = 200;
/** Most versions of all charts together. */
const MOST_VERSIONS = 100_000;

/**
 * The charts of an `index.yaml`, or of the same as JSON. What is written badly is left out with a problem.
 *
 * @param folder URL of the index's folder, with a slash at the end of its path
 * @throws RegistryError LB7209 when it is no index at all
 *
 * Source: Helm, the chart repository guide.
 */
export function readIndex(text: string, folder: URL): IndexContent {
  const { entries, broken } = parseIndex(text, folder);
  const content: IndexContent = { charts: [], problems: broken, incomplete: [] };
  const incomplete = new Set(broken.flatMap(({ extension }) => extension ?? []));
  const report = (problem: Problem) => {
    if (problem.extension !== undefined && problem.code === 'LB7215') incomplete.add(problem.extension);
    if (content.problems.length < MOST_PROBLEMS) content.problems.push(problem);
  };
  for (const [name, versions] of entries) {
    if (!Array.isArray(versions)) {
      report(problemOf('LB7215', { chart: name, field: `entries.${name}`, reason: 'is no list' }, { extension: name }));
      continue;
    }
    const seen = new Set<string>();
    for (const [position, entry] of versions.entries()) {
      if (content.charts.length >= MOST_VERSIONS) throw new RegistryError('LB7211', limitOf(folder));
      const read = readEntry(name, entry, `entries.${name}[${position}]`, folder);
      if ('code' in read) report(read);
      else if (seen.has(read.version)) report(doubled(read));
      else {
        seen.add(read.version);
        content.charts.push(read);
      }
    }
  }
  content.incomplete.push(...incomplete);
  return content;
}

const doubled = ({ name, version }: ListedChart) =>
  problemOf('LB7216', { chart: name, version }, { extension: name, version });

const NAME = /^[A-Za-z\d][A-Za-z\d._-]{0,252}$/;

function readEntry(key: string, entry: unknown, at: string, folder: URL): ListedChart | Problem {
  const fields = isRecord(entry) ? entry : {};
  const owner: { extension?: string; version?: string } = { extension: key };
  const wrong = (field: string, reason: string) => problemOf('LB7215', { chart: key, field, reason }, owner);
  if (!isRecord(entry)) return wrong(at, 'is no map');
  const name = own(fields, 'name');
  if (typeof name !== 'string' || !NAME.test(name)) return wrong(`${at}.name`, 'is no name of a chart');
  if (name !== key) return wrong(`${at}.name`, `is not ${key}`);
  const version = own(fields, 'version');
  if (typeof version !== 'string') return wrong(`${at}.version`, 'is no text');
  owner.version = version.slice(0, 100);
  if (parseVersion(version) === null) return wrong(`${at}.version`, 'is no semantic version');
  const digest = digestOf(own(fields, 'digest'));
  if (digest === null) return wrong(`${at}.digest`, 'is no SHA-256 in hexadecimal');
  const urls = own(fields, 'urls');
  if (!Array.isArray(urls) || urls.length === 0) return wrong(`${at}.urls`, 'is no list of URLs');
  const usable = urls.slice(0, 10).flatMap((url: unknown) => absoluteUrl(url, folder) ?? []);
  if (usable.length === 0) return wrong(`${at}.urls`, 'has no http, https or oci URL');
  const created = own(fields, 'created');
  return {
    name,
    version,
    urls: usable,
    ...(digest !== undefined && { digest }),
    ...(typeof created === 'string' && isDate(created) && { created }),
  };
}

/** @returns undefined when there is none, null when it is none */
function digestOf(written: unknown): string | undefined | null {
  if (written === undefined || written === null || written === '') return undefined;
  const hex = typeof written === 'string' ? /^(?:sha256:)?([\da-f]{64})$/i.exec(written.trim())?.[1] : undefined;
  return hex === undefined ? null : `sha256:${hex.toLowerCase()}`;
}

const isDate = (text: string) => text.length < 60 && !Number.isNaN(Date.parse(text));
const own = (record: Record<string, unknown>, key: string) => (Object.hasOwn(record, key) ? record[key] : undefined);
const limitOf = (folder: URL) => ({ url: `${folder.origin}${folder.pathname}`, limit: `${MOST_VERSIONS} versions` });

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
