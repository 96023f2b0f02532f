import { Button, Callout, CopyButton, confirm, EmptyState, Table, type TableColumn, Time } from '@luban/ui';
import { useCallback, useEffect, useState } from 'react';
import { type ApiError, callApi } from '../host/api.ts';
import { ApiProblem } from './ApiProblem.tsx';
import { NewTokenForm } from './NewTokenForm.tsx';
import { useSessionText } from './session-text.ts';

/** As `GET /api/session/tokens` has them. Times are RFC 3339. */
interface AccessToken {
  id: string;
  name: string;
  created: string;
  expires?: string;
  lastUsed?: string;
}

/** A person's own tokens: the list, and a form for another one. */
export function AccessTokens() {
  const t = useSessionText();
  const [tokens, setTokens] = useState<AccessToken[]>();
  const [error, setError] = useState<ApiError>();
  const [made, setMade] = useState<{ name: string; token: string }>();
  const read = useCallback(async () => {
    const result = await callApi<{ tokens: AccessToken[] }>('GET', '/api/session/tokens');
    if (result.ok) setTokens(result.value.tokens);
    setError(result.ok ? undefined : result.error);
  }, []);
  useEffect(() => void read(), [read]);
  const remove = (token: AccessToken) =>
    confirm({
      title: t('tokens.deleteTitle', { name: token.name }),
      description: t('tokens.deleteText'),
      confirmLabel: t('tokens.delete'),
      danger: true,
      onConfirm: async () => {
        const result = await callApi('DELETE', `/api/session/tokens/${encodeURIComponent(token.id)}`);
        if (!result.ok) throw new Error(result.error.message);
        setMade(undefined);
        await read();
      },
    });
  const columns: TableColumn<AccessToken>[] = [
    { id: 'name', header: t('tokens.name'), cell: ({ name }) => name },
    {
      id: 'created',
      header: t('tokens.created'),
      width: 130,
      hideWhenNarrow: true,
      cell: (token) => <Time value={token.created} />,
    },
    {
      id: 'used',
      header: t('tokens.lastUsed'),
      width: 130,
      hideWhenNarrow: true,
      cell: ({ lastUsed }) => (lastUsed === undefined ? t('tokens.never') : <Time value={lastUsed} />),
    },
    {
      id: 'expires',
      header: t('tokens.expires'),
      width: 130,
      cell: ({ expires }) => (expires === undefined ? t('tokens.never') : <Time value={expires} />),
    },
    {
      id: 'delete',
      header: <span className="lb-hidden">{t('tokens.delete')}</span>,
      width: 96,
      align: 'end',
      cell: (token) => (
        <Button size="sm" aria-label={`${t('tokens.delete')} ${token.name}`} onClick={() => void remove(token)}>
          {t('tokens.delete')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <p>{t('tokens.text')}</p>
      {made && (
        <Callout tone="ok" role="status" title={t('tokens.made', { name: made.name })}>
          <span className="shell-account-token">
            <code>{made.token}</code>
            <CopyButton text={made.token} label={t('tokens.copy')} />
          </span>
        </Callout>
      )}
      {error && <ApiProblem error={error} />}
      <Table
        label={t('account.tokens')}
        rows={tokens ?? []}
        rowKey={({ id }) => id}
        columns={columns}
        loading={tokens === undefined && error === undefined}
        empty={<EmptyState kind="nothing" icon="key" title={t('tokens.none')} description={t('tokens.noneText')} />}
      />
      <NewTokenForm
        onMade={(token) => {
          setMade(token);
          void read();
        }}
      />
    </>
  );
}
