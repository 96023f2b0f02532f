import { type LiveRow, useCan, useExtension, useT } from '@luban/sdk';
import { type MenuEntry, toast } from '@luban/ui';
import { useCallback } from 'react';
import type { KnownKind } from '../kinds/use-kind.ts';
import { objectUrl, type Place } from '../place.ts';
import type { ResourceGridProps } from './ResourceGrid.tsx';

interface Options {
  readonly place: Place;
  readonly kind: KnownKind;
  /** Where rights are asked for: empty for all namespaces. */
  readonly namespace: string;
  /** Undefined where the person may not. */
  readonly onDelete: ((row: LiveRow) => void) | undefined;
}

/** Where a row leads, and what its menu offers. */
export function useRowActions({
  place,
  kind,
  namespace: asked,
  onDelete,
}: Options): Pick<ResourceGridProps, 'urlOf' | 'onOpen' | 'menuOf'> {
  const t = useT();
  const { navigate } = useExtension();
  const { cluster, project } = place;
  const { group, version, resource } = kind;
  const isPod = group === '' && resource === 'pods';
  const scope = { cluster, namespace: asked };
  const canLog = useCan({ verb: 'get', group: '', resource: 'pods', subresource: 'log', ...scope });
  const canExec = useCan({ verb: 'create', group: '', resource: 'pods', subresource: 'exec', ...scope });

  const urlOf = useCallback(
    ({ name, namespace }: LiveRow, tab?: string) =>
      objectUrl({ cluster, group, version, resource, namespace, name }, project, tab),
    [cluster, project, group, version, resource],
  );
  const menuOf = useCallback(
    (row: LiveRow): MenuEntry[] => [
      { kind: 'link', label: t('action.open'), icon: 'eye', href: urlOf(row) },
      ...(isPod && canLog !== false
        ? [{ kind: 'link' as const, label: t('tab.logs'), icon: 'logs' as const, href: urlOf(row, 'logs') }]
        : []),
      ...(isPod && canExec !== false
        ? [{ kind: 'link' as const, label: t('tab.terminal'), icon: 'terminal' as const, href: urlOf(row, 'terminal') }]
        : []),
      { kind: 'link', label: t('tab.yaml'), icon: 'code', href: urlOf(row, 'yaml') },
      { label: t('action.copyName'), icon: 'copy', onSelect: () => void copy(row.name, t('action.copied')) },
      ...(onDelete === undefined
        ? []
        : [
            { kind: 'separator' as const },
            { label: t('action.delete'), icon: 'trash' as const, danger: true, onSelect: () => onDelete(row) },
          ]),
    ],
    [t, urlOf, isPod, canLog, canExec, onDelete],
  );
  const onOpen = useCallback((row: LiveRow) => navigate(urlOf(row)), [navigate, urlOf]);
  return { urlOf, onOpen, menuOf };
}

async function copy(text: string, done: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  toast({ title: done, tone: 'ok' });
}
