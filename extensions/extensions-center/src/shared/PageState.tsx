import { useT } from '@luban/sdk';
import { Button, EmptyState, Skeleton, type SkeletonShape } from '@luban/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CenterError } from './center-error.ts';
import { Refusal } from './Refusal.tsx';

interface Props<T> {
  readonly query: UseQueryResult<T>;
  /** What is not there, when it cannot be read: "The catalogue cannot be read". */
  readonly failed: string;
  /** The right that is missing: `kubesphere.io/repositories`. */
  readonly resource: string;
  readonly skeleton: SkeletonShape;
  /** Above the skeleton of a whole page, so that nothing jumps when its real head comes. */
  readonly head?: ReactNode;
  /** In the place of the content when there is no such thing. Default: the refusal. */
  readonly absent?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What is read, or why it is not there: on its way, not allowed, gone, failed. What was read once stays in sight. */
export function PageState<T>({ query, failed, resource, skeleton, head, absent, children }: Props<T>) {
  const t = useT();
  const { data, error } = query;
  const retry = (
    <Button size="sm" icon="refresh" loading={query.isFetching} onClick={() => void query.refetch()}>
      {t('common.retry')}
    </Button>
  );
  if (error instanceof CenterError && error.forbidden) {
    return (
      <EmptyState
        kind="forbidden"
        title={t('common.forbidden')}
        description={t('common.forbidden.help', { resource })}
      />
    );
  }
  if (error instanceof CenterError && error.status === 404 && absent !== undefined) return absent;
  return (
    <>
      {error !== null && (
        <div className="center-notice">
          <Refusal error={error} title={failed} actions={retry} />
        </div>
      )}
      {data === undefined && head}
      {data !== undefined
        ? children(data)
        : error === null && <Skeleton className={head === undefined ? '' : 'center-skeleton'} shape={skeleton} />}
    </>
  );
}
