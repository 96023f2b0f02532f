import { Button, TextField } from '@luban/ui/shell';
import { type FormEvent, useState } from 'react';
import { type ApiError, callApi } from '../host/api.ts';
import { ApiProblem } from './ApiProblem.tsx';
import { useSessionText } from './session-text.ts';

export interface NewPasswordFormProps {
  /** Whose password it is, for password managers. */
  user: string;
  /** The present one, when the person has just typed it. Absent: it is asked for. */
  oldPassword?: string;
  onChanged(): void;
}

const LEAST = 10;

/** A new password, twice. */
export function NewPasswordForm({ user, oldPassword, onChanged }: NewPasswordFormProps) {
  const t = useSessionText();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  const problems = {
    old: oldPassword === undefined && old === '' ? t('password.missing') : undefined,
    password: [...password].length < LEAST ? t('password.short', { least: LEAST }) : undefined,
    again: again === password ? undefined : t('password.differ'),
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.values(problems).some((problem) => problem !== undefined)) return;
    setBusy(true);
    setError(undefined);
    const body = { oldPassword: oldPassword ?? old, newPassword: password };
    const result = await callApi('PUT', '/api/session/password', body);
    setBusy(false);
    if (!result.ok) return setError(result.error);
    setOld('');
    setPassword('');
    setAgain('');
    setTried(false);
    onChanged();
  };

  return (
    <form className="shell-sign-in-form" onSubmit={submit} noValidate aria-label={t('password.title')}>
      {error && <ApiProblem error={error} />}
      <input type="text" name="username" autoComplete="username" value={user} readOnly hidden />
      {oldPassword === undefined && (
        <TextField
          label={t('password.old')}
          name="old"
          type="password"
          autoComplete="current-password"
          value={old}
          onValueChange={setOld}
          error={tried ? problems.old : undefined}
        />
      )}
      <TextField
        label={t('password.new')}
        name="new"
        type="password"
        autoComplete="new-password"
        autoFocus={oldPassword !== undefined}
        value={password}
        onValueChange={setPassword}
        description={t('password.hint')}
        error={tried ? problems.password : undefined}
      />
      <TextField
        label={t('password.repeat')}
        name="again"
        type="password"
        autoComplete="new-password"
        value={again}
        onValueChange={setAgain}
        error={tried ? problems.again : undefined}
      />
      <Button type="submit" variant="primary" loading={busy}>
        {t('password.submit')}
      </Button>
    </form>
  );
}
