import { Button, Callout, Dialog, type Tab, Tabs } from '@luban/ui';
import { useEffect, useState } from 'react';
import { callApi } from '../host/api.ts';
import { useHost } from '../host/console-host.ts';
import { AccessTokens } from './AccessTokens.tsx';
import './account.css';
import { NewPasswordForm } from './NewPasswordForm.tsx';
import { useSessionText } from './session-text.ts';

type Part = 'tokens' | 'password' | 'sessions';

/** What a person may do about their own sign-in: tokens, password, sessions. */
export function AccountDialog({ onClose }: { onClose(): void }) {
  const t = useSessionText();
  const [part, setPart] = useState<Part>('tokens');
  const tabs: Tab<Part>[] = [
    { value: 'tokens', label: t('account.tokens'), content: <AccessTokens /> },
    { value: 'password', label: t('account.password'), content: <OwnPassword /> },
    { value: 'sessions', label: t('account.sessions'), content: <OwnSessions /> },
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('account.title')}
      size="lg"
      keepOnOutsideClick
      className="shell-account"
    >
      <Tabs value={part} onValueChange={setPart} tabs={tabs} label={t('account.title')} />
    </Dialog>
  );
}

function OwnPassword() {
  const t = useSessionText();
  const { user } = useHost().boot;
  const [changed, setChanged] = useState(false);
  const [elsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    void callApi<{ hasPassword: boolean }>('GET', '/api/session').then((result) => {
      setElsewhere(result.ok && !result.value.hasPassword);
    });
  }, []);
  if (elsewhere) return <Callout tone="info" title={t('password.elsewhere')} />;
  return (
    <>
      {changed && <Callout tone="ok" role="status" title={t('password.changed')} />}
      <NewPasswordForm user={user.name} onChanged={() => setChanged(true)} />
    </>
  );
}

function OwnSessions() {
  const t = useSessionText();
  const host = useHost();
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    const result = await callApi('DELETE', '/api/session/everywhere');
    setBusy(false);
    if (!result.ok) {
      host.notices.add({ tone: 'danger', title: t('sessions.failed'), description: result.error.message });
      return;
    }
    await host.kernel.dispose();
    window.location.assign('/login');
  };
  return (
    <>
      <p>{t('sessions.text')}</p>
      <p>
        <Button variant="danger" loading={busy} onClick={end}>
          {t('sessions.everywhere')}
        </Button>
      </p>
    </>
  );
}
