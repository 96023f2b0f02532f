import { type ResourceList, useLocale, useT, useTypedSearch } from '@luban/sdk';
import { Button, IconButton, Menu, SearchField } from '@luban/ui';
import type { RefObject } from 'react';
import type { KnownKind } from '../kinds/use-kind.ts';
import type { Place } from '../place.ts';
import { LabelFilter } from './LabelFilter.tsx';
import type { ListView } from './list-view.ts';
import { NamespaceFilter } from './NamespaceFilter.tsx';
import type { ColumnChoice } from './use-column-choice.ts';
import type { Selection } from './use-selection.ts';

interface Props {
  readonly place: Place;
  readonly kind: KnownKind;
  readonly list: ResourceList;
  readonly view: ListView;
  readonly onView: (change: Partial<ListView>) => void;
  readonly choice: ColumnChoice;
  readonly selection: Selection;
  readonly searchRef: RefObject<HTMLSpanElement | null>;
  readonly onDelete: (() => void) | undefined;
}

/** Narrows the list, chooses its columns, and does something with the rows that are marked. */
export function ListToolbar(props: Props) {
  const { place, kind, list, view, onView, choice, selection } = props;
  const t = useT();
  const locale = useLocale();
  const marked = selection.rows.size;
  return (
    <div className="res-bar">
      <span ref={props.searchRef} className="res-bar-search">
        <Search value={view.search} onChange={(search) => onView({ search })} />
      </span>
      {kind.namespaced && place.project === undefined && (
        <NamespaceFilter
          cluster={place.cluster}
          value={view.namespace}
          onChange={(namespace) => onView({ namespace })}
        />
      )}
      <LabelFilter value={view.labels} onChange={(labels) => onView({ labels })} />
      {view.workspace !== undefined && (
        <span className="res-chip">
          <span>{t('filter.workspace', { name: view.workspace })}</span>
          <IconButton size="sm" icon="x" label={t('filter.remove')} onClick={() => onView({ workspace: undefined })} />
        </span>
      )}
      <span className="res-bar-end">
        {marked > 0 ? (
          <>
            <span className="res-count" role="status">
              {t('list.marked', { count: new Intl.NumberFormat(locale).format(marked) })}
            </span>
            <Button size="sm" variant="ghost" onClick={selection.clear}>
              {t('action.unmark')}
            </Button>
            {props.onDelete && (
              <Button size="sm" icon="trash" onClick={props.onDelete}>
                {t('action.delete')}
              </Button>
            )}
          </>
        ) : (
          <span className="res-count">{countText(list, locale, t)}</span>
        )}
        <Menu
          align="end"
          trigger={<IconButton icon="columns" label={t('columns.title')} />}
          items={[
            {
              kind: 'group',
              label: t('columns.title'),
              items: choice.all.map((column) => ({
                id: column.id,
                label: column.title,
                checked: choice.shown.includes(column),
                onSelect: () => choice.toggle(column.id),
              })),
            },
            { kind: 'separator' },
            { label: t('columns.reset'), icon: 'undo', disabled: !choice.own, onSelect: choice.reset },
          ]}
        />
      </span>
    </div>
  );
}

function countText({ status, total }: ResourceList, locale: string, t: ReturnType<typeof useT>): string {
  if (status === 'refused' || status === 'problem' || (status === 'loading' && total === 0)) return '';
  return t(total === 1 ? 'list.count.one' : 'list.count', { count: new Intl.NumberFormat(locale).format(total) });
}

function Search({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  const [text, setText] = useTypedSearch(value, onChange, { rest: REST });
  return <SearchField label={t('list.search')} value={text} onValueChange={setText} aria-keyshortcuts="/" />;
}

/** Milliseconds after the last key; each search is one question to the gateway. */
const REST = 120;
