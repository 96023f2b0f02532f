import { type ResourceList, useT } from '@luban/sdk';
import { Button, Callout, EmptyState, TextField } from '@luban/ui';
import { type FormEvent, useState } from 'react';
import { resourceKey } from '../kinds/kind.ts';
import type { KnownKind } from '../kinds/use-kind.ts';
import type { Place } from '../place.ts';

interface Props {
  readonly place: Place;
  readonly kind: KnownKind;
  readonly list: ResourceList;
  /** Something narrows the list. */
  readonly filtered: boolean;
  readonly onClear: () => void;
  readonly onNamespace: (namespace: string) => void;
}

/** Why there are no rows: none yet, none that match, not allowed, or a problem. */
export function EmptyList({ place, kind, list, filtered, onClear, onNamespace }: Props) {
  const t = useT();
  const title = kind.title;
  if (list.status === 'refused') {
    const everywhere = kind.namespaced && place.project === undefined && !filtered;
    return (
      <EmptyState
        kind="forbidden"
        title={t('empty.forbidden', { title })}
        description={t('empty.forbidden.help', { resource: resourceKey(kind), cluster: place.cluster })}
        action={everywhere ? <OneNamespace onNamespace={onNamespace} /> : undefined}
      />
    );
  }
  if (list.status === 'problem') {
    return (
      <div className="res-notice">
        <Callout tone="danger" role="alert" title={t('empty.problem', { title })}>
          {list.problem && `${list.problem.code}: ${list.problem.message} ${list.problem.cure ?? ''}`}
        </Callout>
      </div>
    );
  }
  if (filtered) {
    return (
      <EmptyState
        kind="no-match"
        title={t('empty.noMatch', { title })}
        description={t('empty.noMatch.help')}
        action={<Button onClick={onClear}>{t('action.clearFilters')}</Button>}
      />
    );
  }
  const where = place.project ?? place.cluster;
  return (
    <EmptyState kind="nothing" title={t('empty.nothing', { title, where })} description={t('empty.nothing.help')} />
  );
}

/** Who may not see all namespaces may see one of them. */
function OneNamespace({ onNamespace }: { onNamespace: (namespace: string) => void }) {
  const t = useT();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') onNamespace(name.trim());
  };
  return (
    <form className="res-pick-form" onSubmit={submit}>
      <TextField
        label={t('filter.namespace')}
        hideLabel
        placeholder={t('filter.namespace')}
        value={name}
        onValueChange={setName}
      />
      <Button type="submit">{t('action.look')}</Button>
    </form>
  );
}
