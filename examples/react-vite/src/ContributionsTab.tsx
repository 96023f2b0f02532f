import { useT } from '@luban/sdk';
import { DescriptionList, EmptyState } from '@luban/ui';

/** Tab of an installed extension: how many contributions of each kind it brings. */
export default function ContributionsTab({ resource }: { resource: { contributes: Record<string, number> } }) {
  const t = useT();
  const kinds = Object.entries(resource.contributes).filter(([, count]) => count > 0);
  if (kinds.length === 0) return <EmptyState kind="nothing" title={t('contributions.none')} />;
  const name = (kind: string) => (NAMED.includes(kind) ? t(`kind.${kind}`) : kind);
  return <DescriptionList items={kinds.map(([kind, count]) => ({ term: name(kind), description: String(count) }))} />;
}

const NAMED = ['routes', 'menus', 'slots', 'columns', 'tabs', 'actions', 'commands', 'services', 'settings', 'themes'];
