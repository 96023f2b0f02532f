import { Icon } from '@luban/ui/shell';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import type { UrlContext } from '../navigation/url-context.ts';
import { MatchedText } from '../palette/MatchedText.tsx';
import { PART_ICONS } from './ContextSwitcher.tsx';
import { type ContextOption, contextOptions } from './context-options.ts';
import { FloatingPanel } from './FloatingPanel.tsx';
import { useListKeys } from './use-list-keys.ts';
import type { Page } from './use-page.ts';
import { usePlaces } from './use-places.ts';

interface Props {
  page: Page;
  /** What a link asked for that could not be followed without it. */
  part: keyof UrlContext | undefined;
  anchor: RefObject<HTMLElement | null>;
  onClose(returnFocus?: boolean): void;
  onChoose(target: UrlContext): void;
}

export function ContextPanel({ page, part, anchor, onClose, onChoose }: Props) {
  const t = useText();
  const { boot, recents } = useHost();
  const [query, setQuery] = useState('');
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const places = usePlaces(page.linkContext.cluster);
  const options = contextOptions({
    places,
    query,
    context: page.place.context,
    cluster: page.linkContext.cluster,
    clusters: boot.clusters,
    recentProjects: recents.list('project'),
    recentWorkspaces: recents.list('workspace'),
  });
  const keys = useListKeys(options, list, (option) => onChoose(option.target));
  useEffect(() => field.current?.focus(), []);

  return (
    <FloatingPanel
      anchor={anchor}
      onClose={onClose}
      role="dialog"
      aria-label={t('context.switch')}
      className="shell-places"
    >
      <input
        {...keys.field}
        ref={field}
        className="shell-places-field"
        aria-label={t('context.find')}
        placeholder={part ? t(`context.ask.${part}`) : t('context.find')}
        value={query}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setQuery(event.target.value);
          keys.setActive(0);
        }}
      />
      <div ref={keys.list} id={list} role="listbox" aria-label={t('context.switch')} className="shell-places-list">
        {options.map((option, position) => (
          <OptionLine
            key={option.key}
            option={option}
            heading={headingOf(options, position)}
            cluster={page.linkContext.cluster}
            id={keys.optionId(position)}
            active={position === keys.active}
            onPoint={() => keys.setActive(position)}
            onChoose={() => onChoose(option.target)}
          />
        ))}
      </div>
      <p className="shell-places-hint">{t(places?.more ? 'context.more' : 'context.hint')}</p>
    </FloatingPanel>
  );
}

interface LineProps {
  option: ContextOption;
  heading: keyof UrlContext | undefined;
  cluster: string | undefined;
  id: string;
  active: boolean;
  onPoint(): void;
  onChoose(): void;
}

function OptionLine({ option, heading, cluster, id, active, onPoint, onChoose }: LineProps) {
  const t = useText();
  return (
    <>
      {heading !== undefined && (
        <div role="presentation" className="shell-menu-heading">
          {heading === 'project' ? t('context.projectsIn', { cluster: cluster ?? '' }) : t(`context.${heading}s`)}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field that names this line active. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field. */}
      <div
        role="option"
        id={id}
        aria-selected={active}
        className="shell-menu-item"
        onPointerMove={onPoint}
        onClick={onChoose}
      >
        <span className="shell-menu-icon">
          <Icon name={PART_ICONS[option.part]} />
        </span>
        <span className="shell-menu-label">
          {option.typed ? (
            t(`context.open.${option.part}`, { name: option.label })
          ) : (
            <MatchedText text={option.label} positions={option.positions} />
          )}
        </span>
        {option.trouble !== undefined && (
          <span className="shell-places-trouble" title={option.trouble.reason}>
            <Icon name="alert" size={14} />
            {t(option.trouble.state === 'refused' ? 'context.state.refused' : 'context.state.unreachable')}
          </span>
        )}
        {option.current && <Icon name="check" size={14} label={t('context.current')} />}
      </div>
    </>
  );
}

function headingOf(options: readonly ContextOption[], position: number): keyof UrlContext | undefined {
  const option = options[position]!;
  const before = options[position - 1];
  if (option.typed || before?.part === option.part) return undefined;
  return option.part;
}
