import { useReadable } from '@luban/kernel/react';
import { Icon, Kbd } from '@luban/ui/shell';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useListKeys } from '../frame/use-list-keys.ts';
import { usePage } from '../frame/use-page.ts';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { MatchedText } from './MatchedText.tsx';
import './palette.css';
import { paletteEntries } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { type RankedEntry, rankEntries } from './rank-entries.ts';

/** Most lines that are drawn. More than that nobody reads: typing on is quicker. */
const LIMIT = 60;

/** Goes anywhere and does anything by a few letters. @param extension narrows it to one extension's entries */
export function Palette({ extension }: { extension?: string | undefined }) {
  const t = useText();
  const host = useHost();
  const page = usePage();
  const state = useReadable(host.kernel.shell.state);
  const rights = useReadable(host.kernel.rightsChanges);
  const [query, setQuery] = useState('');
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is visible and current depends on state and rights
  const entries = useMemo(
    () =>
      paletteEntries({ host, index: page.index, context: page.linkContext, t }).filter(
        (entry) => extension === undefined || (entry.extension === extension && !entry.narrows),
      ),
    [host, page, t, extension, state, rights],
  );
  const recents = useMemo(() => host.recents.list('palette'), [host]);
  const lines = useMemo(() => rankEntries(entries, query, recents, LIMIT), [entries, query, recents]);
  const owner = extension === undefined ? undefined : page.index.extensions.find(({ name }) => name === extension);

  const choose = ({ entry }: RankedEntry) => {
    host.recents.add('palette', entry.id);
    if (!entry.narrows) host.overlays.close('palette');
    setQuery('');
    keys.setActive(0);
    entry.run();
  };
  const keys = useListKeys(lines, list, choose);
  const widen = () => host.overlays.open({ kind: 'palette' });

  useEffect(() => {
    dialog.current?.showModal();
    field.current?.focus();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own; the click is the one beside it.
    <dialog
      ref={dialog}
      className="shell-palette"
      aria-label={t('palette.title')}
      onClose={() => host.overlays.close('palette')}
      onClick={(event) => event.target === dialog.current && host.overlays.close('palette')}
    >
      <div className="shell-palette-head">
        <Icon name="search" />
        {owner && (
          <button
            type="button"
            className="shell-palette-scope"
            onClick={widen}
            aria-label={t('palette.widen', { extension: owner.displayName })}
          >
            <bdi>{owner.displayName}</bdi>
            <Icon name="x" size={12} />
          </button>
        )}
        <input
          {...keys.field}
          ref={field}
          className="shell-palette-field"
          aria-label={t('palette.field')}
          placeholder={t('palette.placeholder')}
          value={query}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key === 'Backspace' && query === '' && owner) widen();
            else keys.field.onKeyDown(event);
          }}
          onChange={(event) => {
            setQuery(event.target.value);
            keys.setActive(0);
          }}
        />
        <Kbd keys="Escape" />
      </div>
      <div
        ref={keys.list}
        id={list}
        role="listbox"
        aria-label={t('palette.results')}
        className="shell-palette-list"
        tabIndex={-1}
      >
        {lines.map((line, position) => (
          <PaletteLine
            key={line.entry.id}
            line={line}
            heading={query.trim() === '' ? headingOf(lines, position) : undefined}
            id={keys.optionId(position)}
            active={position === keys.active}
            onPoint={() => keys.setActive(position)}
            onChoose={() => choose(line)}
          />
        ))}
      </div>
      {lines.length === 0 && (
        <p className="shell-palette-none" role="status">
          {t('palette.none', { query })}
        </p>
      )}
      <div className="shell-palette-foot" aria-hidden="true">
        <span>
          <Kbd keys={['ArrowUp']} /> <Kbd keys={['ArrowDown']} /> {t('palette.hint.move')}
        </span>
        <span>
          <Kbd keys={['Enter']} /> {t('palette.hint.choose')}
        </span>
        <span>
          <Kbd keys={['Escape']} /> {t('palette.hint.close')}
        </span>
      </div>
    </dialog>
  );
}

interface LineProps {
  line: RankedEntry;
  heading: PaletteEntry['kind'] | 'recent' | undefined;
  id: string;
  active: boolean;
  onPoint(): void;
  onChoose(): void;
}

function PaletteLine({ line: { entry, positions, because }, heading, id, active, onPoint, onChoose }: LineProps) {
  const t = useText();
  const detail = because ?? entry.detail;
  return (
    <>
      {heading && (
        <div role="presentation" className="shell-menu-heading">
          {t(`palette.kind.${heading}`)}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field that names this line active. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field. */}
      <div
        role="option"
        id={id}
        aria-selected={active}
        className="shell-palette-line"
        onPointerMove={onPoint}
        onClick={onChoose}
      >
        <Icon name={entry.icon ?? 'puzzle'} />
        <span className="shell-palette-title">
          <MatchedText text={entry.title} positions={positions} />
        </span>
        {detail && <bdi className="shell-palette-detail">{detail}</bdi>}
        <span className="shell-palette-aside">
          {entry.current && <Icon name="check" size={14} label={t('palette.current')} />}
          {entry.key ? (
            <Kbd keys={entry.key} />
          ) : (
            <span className="shell-palette-kind">{t(`palette.verb.${entry.kind}`)}</span>
          )}
        </span>
      </div>
    </>
  );
}

function headingOf(lines: readonly RankedEntry[], position: number): LineProps['heading'] {
  const headings = [lines[position - 1], lines[position]].map(
    (line) => line && (line.recent ? 'recent' : line.entry.kind),
  );
  return headings[0] === headings[1] ? undefined : headings[1];
}
