import type { Installation } from '../center-api.ts';

export const TABS = [
  'overview',
  'log',
  'configuration',
  'clusters',
  'history',
  'health',
  'adds',
  'permissions',
] as const;
export type TabName = (typeof TABS)[number];

/** Which there is something to say on: what was applied without a plan has no runs, no log and no configuration. */
export function tabsOf({ origin, installationMode, configHidden }: Installation): readonly TabName[] {
  if (origin === 'bundle') return ['overview', 'health'];
  return TABS.filter(
    (tab) =>
      (tab !== 'clusters' || installationMode === 'Multicluster') && (tab !== 'configuration' || configHidden !== true),
  );
}
