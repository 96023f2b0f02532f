import { Button, Select, TextField } from '@luban/ui';
import { type FormEvent, useState } from 'react';
import { type ApiError, callApi } from '../host/api.ts';
import { ApiProblem } from './ApiProblem.tsx';
import { useSessionText } from './session-text.ts';

const DAYS = [7, 30, 90, 365] as const;
const NEVER = 'never';

/** A name and a time for another token. */
export function NewTokenForm({ onMade }: { onMade(token: { name: string; token: string }): void }) {
  const t = useSessionText();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || name.trim() === '') return;
    setBusy(true);
    setError(undefined);
    const wish = { name: name.trim(), days: days === NEVER ? null : Number(days) };
    const result = await callApi<{ name: string; token: string }>('POST', '/api/session/tokens', wish);
    setBusy(false);
    if (!result.ok) return setError(result.error);
    setName('');
    setTried(false);
    onMade(result.value);
  };

  return (
    <form className="shell-account-new" onSubmit={submit} noValidate aria-label={t('tokens.create')}>
      {error && <ApiProblem error={error} />}
      <TextField
        label={t('tokens.name')}
        name="token-name"
        autoComplete="off"
        maxLength={100}
        value={name}
        onValueChange={setName}
        description={t('tokens.nameHint')}
        error={tried && name.trim() === '' ? t('tokens.nameMissing') : undefined}
      />
      <Select
        label={t('tokens.expiry')}
        value={days}
        onValueChange={setDays}
        items={[
          ...DAYS.map((count) => ({ value: String(count), label: t('tokens.days', { count }) })),
          { value: NEVER, label: t('tokens.never') },
        ]}
      />
      <Button type="submit" variant="primary" loading={busy}>
        {t('tokens.create')}
      </Button>
    </form>
  );
}
