import { INSTALL_PLANS } from '../catalogue/objects.ts';
import { HOST } from '../clusters/cluster-object.ts';
import type { EventHub } from '../live/event-hub.ts';
import type { Rights } from '../rights/rights.ts';
import type { ExtensionHealth } from './extension-health.ts';

export interface TellOptions {
  health: ExtensionHealth;
  hub: EventHub;
  rights: Rights;
  now(): number;
}

/** Milliseconds after which it is no news any more, and stands with the extension alone. */
const NEWS_FOR = 60_000;

/** Tells the open tabs of those who manage extensions that the server went back from a version. */
export function tellOfRollbacks({ health, hub, rights, now }: TellOptions): Disposable {
  const told = new Map<string, string>();
  return health.objects.watch((extension) => {
    const rolledBack = health.objects.rolledBack(extension);
    if (rolledBack === undefined || told.get(extension) === rolledBack.at) return;
    told.set(extension, rolledBack.at);
    if (now() - Date.parse(rolledBack.at) > NEWS_FOR) return;
    const { group, resource } = INSTALL_PLANS;
    void hub.notice(rolledBack.problem, (identity) =>
      rights.allows(identity, { cluster: HOST, verb: 'patch', group, resource, name: extension }),
    );
  });
}
