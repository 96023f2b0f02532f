import type { RightsPlace } from '@luban/manifest';
import { Icon } from '@luban/ui/shell';
import { Fragment, useEffect } from 'react';
import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { switchContext } from '../navigation/switch-context.ts';
import type { UrlContext } from '../navigation/url-context.ts';
import { ContextPanel } from './ContextPanel.tsx';
import { useDisclosure } from './use-disclosure.ts';
import type { Page } from './use-page.ts';

export const PART_ICONS = { cluster: 'server', workspace: 'layers', project: 'folder' } as const;

/** One control, written like a path: the cluster, workspace and project of the URL; opens the list of places. */
export function ContextSwitcher({ page }: { page: Page }) {
  const t = useText();
  const { boot, kernel, overlays, recents, navigate } = useHost();
  const { anchor, open, setOpen, close, trigger } = useDisclosure();
  const asked = useStore(overlays.store, (state) => (state.open?.kind === 'context' ? state.open : undefined));
  const { context } = page.place;

  useEffect(() => {
    if (asked !== undefined) setOpen(true);
  }, [asked, setOpen]);

  useEffect(() => {
    const { cluster, workspace, project } = context;
    if (cluster !== undefined) recents.add('cluster', cluster);
    if (workspace !== undefined) recents.add('workspace', workspace);
    if (cluster !== undefined && project !== undefined) recents.add('project', `${cluster}/${project}`);
  }, [context, recents]);

  const leave = (returnFocus?: boolean) => {
    close(returnFocus);
    overlays.close('context');
  };
  const go = (target: UrlContext) => {
    leave(true);
    const shown = (item: { when?: string }, place: RightsPlace) => kernel.permitted(item, place) !== false;
    navigate(switchContext(page.index, page.match?.route, target, shown));
  };
  const parts = partsOf(context, boot.clusters);

  return (
    <>
      <button {...trigger} type="button" className="shell-context" aria-haspopup="dialog">
        <span className="lb-hidden">{t('context.switch')}: </span>
        {parts.length === 0 && <span className="shell-context-none">{t('context.none')}</span>}
        {parts.map(({ part, label }, position) => (
          <Fragment key={part}>
            {position > 0 && <span className="shell-context-slash">/</span>}
            <span className="shell-context-part" data-part={part}>
              <Icon name={PART_ICONS[part]} size={14} label={t(`context.${part}`)} />
              <bdi>{label}</bdi>
            </span>
          </Fragment>
        ))}
        <Icon name="chevrons-up-down" size={12} className="shell-context-mark" />
      </button>
      {open && <ContextPanel page={page} part={asked?.part} anchor={anchor} onClose={leave} onChoose={go} />}
    </>
  );
}

function partsOf(context: UrlContext, clusters: readonly { name: string; displayName: string }[]) {
  const parts: { part: keyof UrlContext; label: string }[] = [];
  const { cluster, workspace, project } = context;
  if (cluster !== undefined) {
    const known = clusters.find(({ name }) => name === cluster);
    parts.push({ part: 'cluster', label: known?.displayName || cluster });
  }
  if (workspace !== undefined) parts.push({ part: 'workspace', label: workspace });
  if (project !== undefined) parts.push({ part: 'project', label: project });
  return parts;
}
