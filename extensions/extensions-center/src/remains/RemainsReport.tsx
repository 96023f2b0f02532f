import { useExtension, useLocale, useT } from '@luban/sdk';
import { Badge, Button, Callout, Checkbox, Status, Time } from '@luban/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dismiss, type RemainingItem } from '../actions/center-actions.ts';
import type { Remains } from '../center-api.ts';
import { keys } from '../queries.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { textIn } from '../texts.ts';
import { PurgeDialog } from './PurgeDialog.tsx';
import { holdsData, keyOf, reasonKey } from './remains.ts';

/** What one extension has left: to be chosen from and deleted, or to be kept and forgotten. */
export function RemainsReport({ report, back }: { report: Remains; back: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { fetch } = useExtension();
  const client = useQueryClient();
  const mayManage = useCanManage() === true;
  const { extension, items, at } = report;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [purging, setPurging] = useState(false);
  const [failed, setFailed] = useState<readonly { item: RemainingItem; reason: string }[]>([]);
  const title = textIn(report.displayName, locale) || extension;
  const forget = useMutation({
    mutationFn: () => dismiss(fetch, extension),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.installations }),
  });
  const picked = items.filter((item) => chosen.has(keyOf(item)));
  const toggle = (item: RemainingItem, on: boolean) =>
    setChosen((current) => {
      const next = new Set(current);
      if (on) next.add(keyOf(item));
      else next.delete(keyOf(item));
      return next;
    });
  const all = picked.length === items.length;
  return (
    <article className="remains-report" aria-label={title}>
      <header className="remains-head">
        <h3>{title}</h3>
        <span className="center-muted">
          {t('remains.since')} <Time value={at} />
        </span>
        {mayManage && (
          <span className="remains-actions">
            <Button size="sm" variant="ghost" loading={forget.isPending} onClick={() => forget.mutate()}>
              {t('remains.dismiss')}
            </Button>
            <Button size="sm" icon="trash" disabled={picked.length === 0} onClick={() => setPurging(true)}>
              {t(picked.length === 0 ? 'remains.purge.none' : 'remains.purge', { count: picked.length })}
            </Button>
          </span>
        )}
      </header>
      {back && (
        <Callout tone="warning" title={t('remains.back', { title })}>
          {t('remains.back.help')}
        </Callout>
      )}
      {forget.isError && <Refusal error={forget.error} title={t('remains.dismiss.failed')} />}
      {failed.length > 0 && (
        <Callout tone="danger" role="alert" title={t('remains.purge.failed')}>
          <ul className="center-problems">
            {failed.map(({ item, reason }) => (
              <li key={keyOf(item)}>
                <code>
                  {item.kind} {item.name}
                </code>
                : {reason}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {mayManage && items.length > 1 && (
        <Checkbox
          label={t('remains.all', { count: items.length })}
          checked={all}
          indeterminate={picked.length > 0 && !all}
          onCheckedChange={(on) => setChosen(new Set(on ? items.map(keyOf) : []))}
        />
      )}
      <ul className="remains-items">
        {items.map((item) => (
          <li key={keyOf(item)} className="remains-item">
            {mayManage ? (
              <Checkbox
                label={<ItemName item={item} />}
                description={t(`remains.why.${reasonKey(item)}`, { count: item.inUse ?? 0 })}
                checked={chosen.has(keyOf(item))}
                onCheckedChange={(on) => toggle(item, on)}
              />
            ) : (
              <span>
                <ItemName item={item} />{' '}
                <span className="center-muted">{t(`remains.why.${reasonKey(item)}`, { count: item.inUse ?? 0 })}</span>
              </span>
            )}
            {holdsData(item) && <Status tone="warning">{t('remains.data')}</Status>}
          </li>
        ))}
      </ul>
      {purging && (
        <PurgeDialog
          extension={extension}
          items={picked}
          onClose={() => setPurging(false)}
          onDone={(left) => {
            setFailed(left);
            setChosen(new Set());
          }}
        />
      )}
    </article>
  );
}

function ItemName({ item: { cluster, kind, namespace, name } }: { item: RemainingItem }) {
  return (
    <span className="remains-name">
      <span>{kind}</span>
      <code>{namespace === undefined ? name : `${namespace}/${name}`}</code>
      {cluster !== 'host' && <Badge>{cluster}</Badge>}
    </span>
  );
}
