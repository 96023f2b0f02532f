import { SlotView } from '@luban/kernel/react';
import { SHELL_SLOTS } from '@luban/manifest';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { signOut } from '../session/sign-out.ts';
import { FloatingPanel } from './FloatingPanel.tsx';
import { useDisclosure } from './use-disclosure.ts';

/** Who is signed in, what extensions add to that, and the way out. */
export function UserMenu() {
  const t = useText();
  const host = useHost();
  const { user } = host.boot;
  const { anchor, open, close, trigger } = useDisclosure();
  return (
    <>
      <button
        {...trigger}
        type="button"
        className="shell-bar-button"
        aria-label={t('bar.user', { user: user.name })}
        aria-haspopup="dialog"
      >
        <span className="shell-avatar" aria-hidden="true">
          {[...user.displayName][0]?.toUpperCase()}
        </span>
      </button>
      {open && (
        <FloatingPanel
          anchor={anchor}
          align="end"
          onClose={close}
          role="dialog"
          aria-label={t('bar.user', { user: user.name })}
        >
          <div className="shell-user">
            <bdi className="shell-user-name">{user.displayName}</bdi>
            <bdi className="shell-user-id">{user.name}</bdi>
          </div>
          <SlotView slot={SHELL_SLOTS.userMenu} />
          <div className="shell-menu">
            <button
              type="button"
              className="shell-menu-item"
              onClick={() => {
                close();
                host.overlays.open({ kind: 'account' });
              }}
            >
              {t('bar.account')}
            </button>
            <button type="button" className="shell-menu-item" onClick={() => void signOut(host)}>
              {t('bar.signOut')}
            </button>
          </div>
        </FloatingPanel>
      )}
    </>
  );
}
