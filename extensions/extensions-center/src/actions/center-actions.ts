import { centerPath, type Fetch, request, send } from '../api.ts';
import type { InstallRequest, Preview, Remains, Run } from '../center-api.ts';

/** A decision about one installation, as `/api/center/extensions/:name/…` takes it. */
export type Decision =
  | { action: 'install'; body: InstallRequest }
  | {
      action: 'upgrade';
      body: { version: string; config?: string | undefined; consent: string; ignoreDependencies?: boolean };
    }
  | { action: 'rollback'; body: { consent?: string } }
  | { action: 'enable' | 'disable'; body: { ignoreDependencies?: boolean } }
  | { action: 'cancel' | 'retry'; body: Record<string, never> }
  | { action: 'consent'; body: { digest: string }; begins: 'upgrade' | 'rollback' }
  | { action: 'keep'; body: { digest: string } }
  | { action: 'uninstall'; body: { force?: boolean; ignoreDependencies?: boolean } }
  | { action: 'config'; body: { config: string; overrides?: Record<string, string> } }
  | {
      action: 'clusters';
      body: { clusters?: string[]; clusterSelector?: Record<string, string>; overrides?: Record<string, string> };
    }
  | { action: 'strategy'; body: { upgradeStrategy: 'Manual' | 'Automatic' } };

export type ActionName = Decision['action'];

const PUTS: readonly ActionName[] = ['config', 'clusters', 'strategy'];

/** The runs that decisions begin, by what the journal calls them. What begins none is over when it is answered. */
export const RUN_OF: Partial<Record<ActionName, Run['action']>> = {
  install: 'install',
  upgrade: 'upgrade',
  rollback: 'rollback',
  uninstall: 'uninstall',
  config: 'configure',
  clusters: 'clusters',
};

export function decide(fetch: Fetch, name: string, { action, body }: Decision): Promise<unknown> {
  return send(fetch, PUTS.includes(action) ? 'PUT' : 'POST', centerPath('extensions', name, action), body);
}

export interface PreviewOf {
  version: string;
  config?: string | undefined;
  clusters?: string[] | undefined;
  overrides?: Record<string, string> | undefined;
  ignoreDependencies?: boolean | undefined;
}

/** What a change would do, without doing it. May take seconds; the signal ends it on the server as well. */
export function preview(fetch: Fetch, name: string, body: PreviewOf, signal?: AbortSignal): Promise<Preview> {
  return request(fetch, centerPath('extensions', name, 'preview'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
}

export type RemainingItem = Remains['items'][number];

/** Deletes what an extension has left behind. What could not be deleted is in the answer. */
export function purge(fetch: Fetch, name: string, items: readonly RemainingItem[]) {
  return send<{ failed: { item: RemainingItem; reason: string }[] }>(
    fetch,
    'POST',
    centerPath('remains', name, 'purge'),
    { items },
  );
}

/** Takes the report away, and leaves what it lists. */
export const dismiss = (fetch: Fetch, name: string) => send(fetch, 'DELETE', centerPath('remains', name));

/** Removes an interface that was applied without a plan. */
export const removeBundle = (fetch: Fetch, name: string) =>
  send(fetch, 'DELETE', `/api/extensions/${encodeURIComponent(name)}`);
