import { Button, TextField } from '@luban/ui/shell';
import { type FormEvent, useState } from 'react';
import type { SignInFacts } from '../boot/page-data.ts';
import { type ApiError, callApi } from '../host/api.ts';
import { ApiProblem } from './ApiProblem.tsx';
import { useSessionText } from './session-text.ts';

/** Somebody whom a provider knows chooses the name that they have here. */
export function NewcomerForm({ newcomer }: { newcomer: NonNullable<SignInFacts['newcomer']> }) {
  const t = useSessionText();
  const [name, setName] = useState(newcomer.suggested);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const { provider, displayName } = newcomer;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    const result = await callApi<{ redirect: string }>('POST', '/api/session/confirm', { name: name.trim() });
    if (result.ok) return window.location.assign(result.value.redirect);
    setBusy(false);
    setError(result.error);
  };

  return (
    <form className="shell-sign-in-form" onSubmit={submit} noValidate aria-label={t('newcomer.title')}>
      <p>
        {displayName === undefined
          ? t('newcomer.textNameless', { provider })
          : t('newcomer.text', { provider, person: displayName })}
      </p>
      {error && <ApiProblem error={error} />}
      <TextField
        label={t('newcomer.name')}
        name="username"
        autoComplete="off"
        autoCapitalize="none"
        autoFocus
        value={name}
        onValueChange={setName}
        description={t('newcomer.hint')}
      />
      <Button type="submit" variant="primary" loading={busy}>
        {t('newcomer.submit')}
      </Button>
    </form>
  );
}
