import { Button, Callout, TextField, UiProvider } from '@luban/ui/shell';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { RootBoundary } from '../app/RootBoundary.tsx';
import type { Boot } from '../boot/page-data.ts';
import { Mark } from '../frame/Mark.tsx';
import { type ApiError, callApi } from '../host/api.ts';
import { supportedLocale, useText } from '../i18n/text.ts';
import { nextPath } from './next-path.ts';

export function SignInPage({ boot }: { boot: Boot }) {
  const t = useText();
  return (
    <RootBoundary>
      <UiProvider locale={supportedLocale(boot.locale)}>
        <main className="shell-sign-in">
          <div className="shell-sign-in-card">
            <header>
              <Mark size={32} />
              <h1>{t('signIn.title')}</h1>
              <p>{t('signIn.text')}</p>
            </header>
            <SignInForm
              onSuccess={() => window.location.assign(nextPath(window.location.search, window.location.origin))}
            />
          </div>
          <footer>{t('help.version', { version: boot.version })}</footer>
        </main>
      </UiProvider>
    </RootBoundary>
  );
}

export function SignInForm({ onSuccess }: { onSuccess(): void }) {
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
    const absent = { username: username.trim() === '', password: password === '' };
    setMissing(absent);
    setError(undefined);
    if (absent.username || absent.password) return focusField(form.current, absent.username ? 'username' : 'password');
    setBusy(true);
    const result = await callApi('POST', '/api/session', { username: username.trim(), password });
    if (result.ok) return onSuccess();
    setBusy(false);
    setError(result.error);
    focusField(form.current, 'password');
  };
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState?.('CapsLock') ?? false);

  return (
    <form ref={form} className="shell-sign-in-form" onSubmit={submit} noValidate aria-label={t('signIn.title')}>
      {error && (
        <Callout
          tone="danger"
          role="alert"
          title={error.code ? `${error.message} (${error.code})` : t('signIn.unreachable')}
        >
          {error.cure ?? (error.code ? undefined : error.message)}
        </Callout>
      )}
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

function focusField(form: HTMLFormElement | null, name: string): void {
  const field = form?.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.focus();
}
