import { satisfies } from 'semver';
import { type Composition, type Entry, markIncompatible } from './composition.ts';

/** What an extension asks of the console and the cluster, apart from other extensions. */
export function checkRequirements(composition: Composition): void {
  const inRange = rangeTest();
  for (const entry of composition.entries.values()) {
    if (entry.state === 'indexed') check(composition, entry, inRange);
  }
}

type RangeTest = (version: string, range: string) => boolean;

function check(composition: Composition, entry: Entry, inRange: RangeTest): void {
  const { host } = composition.objects;
  const { engines, remote, requires } = entry.manifest;
  const refuse = (code: string, params: Record<string, string | number>) =>
    markIncompatible(composition, entry, code, params);

  if (engines?.luban !== undefined && !inRange(host.version, engines.luban)) {
    refuse('LB2005', { engine: 'LuBan', range: engines.luban, offered: host.version });
  }
  for (const [engine, range] of Object.entries(engines?.api ?? {})) {
    const offered = Object.hasOwn(host.shares, engine) ? host.shares[engine]! : undefined;
    if (offered === undefined || !inRange(offered, range)) {
      refuse('LB2005', { engine, range, offered: offered ?? '–' });
    }
  }
  for (const [share, { range }] of Object.entries(remote?.shared ?? {})) {
    const offered = Object.hasOwn(host.shares, share) ? host.shares[share]! : undefined;
    if (offered === undefined) refuse('LB2007', { share, range });
    else if (!inRange(offered, range)) refuse('LB2006', { share, range, offered });
  }
  for (const { group, version = '*', kind = '*' } of requires?.capabilities ?? []) {
    const capability = `${group || 'core'}/${version}/${kind}`;
    if (composition.user.hasResource(capability) === false) refuse('LB2008', { capability });
  }
}

/** Many extensions ask for the same ranges, and reading one takes longer than looking it up. */
export function rangeTest(): RangeTest {
  const known = new Map<string, boolean>();
  return (version, range) => {
    const key = `${version} ${range}`;
    const result = known.get(key) ?? satisfies(version, range, { includePrerelease: true });
    known.set(key, result);
    return result;
  };
}
