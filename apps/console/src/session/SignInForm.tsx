import { Button, TextField } from '@luban/ui/shell';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { type ApiError, callApi } from '../host/api.ts';
import { useText } from '../i18n/text.ts';
import { ApiProblem } from './ApiProblem.tsx';

export interface SignInFormProps {
  onSuccess(): void;
  /** The password was right, and another one has to be chosen. */
  onMustChange?(user: string, password: string): void;
}

/** A name and a password. */
export function SignInForm({ onSuccess, onMustChange }: SignInFormProps) {
  const t = useText();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [missing, setMissing] = useState<{ username?: boolean; password?: boolean }>({});
  const form = useRef<HTMLFormElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const name = username.trim();
    const absent = { username: name === '', password: password === '' };
    setMissing(absent);
    setError(undefined);
    if (absent.username || absent.password) return focusField(form.current, absent.username ? 'username' : 'password');
    setBusy(true);
    const result = await callApi<SignedIn>('POST', '/api/session', { username: name, password });
    if (result.ok && result.value.mustChangePassword) return onMustChange?.(name, password);
    if (result.ok) return onSuccess();
    setBusy(false);
    setError(result.error);
    focusField(form.current, 'password');
  };
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState?.('CapsLock') ?? false);

  return (
    <form ref={form} className="shell-sign-in-form" onSubmit={submit} noValidate aria-label={t('signIn.title')}>
      {error && <ApiProblem error={error} />}
      <TextField
        label={t('signIn.username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={username}
        onValueChange={setUsername}
        error={missing.username && username.trim() === '' ? t('signIn.usernameMissing') : undefined}
      />
      <TextField
        label={t('signIn.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onValueChange={setPassword}
        onKeyDown={watchCapsLock}
        onKeyUp={watchCapsLock}
        onBlur={() => setCapsLock(false)}
        description={capsLock ? t('signIn.capsLock') : undefined}
        error={missing.password && password === '' ? t('signIn.passwordMissing') : undefined}
      />
      <Button type="submit" variant="primary" loading={busy}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}

interface SignedIn {
  mustChangePassword?: boolean;
}

function focusField(form: HTMLFormElement | null, name: string): void {
  const field = form?.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.focus();
}
