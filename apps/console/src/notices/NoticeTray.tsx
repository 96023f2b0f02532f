import { Icon, IconButton, Time } from '@luban/ui/shell';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { FloatingPanel } from '../frame/FloatingPanel.tsx';
import { useDisclosure } from '../frame/use-disclosure.ts';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { NoticeBody } from './NoticeBody.tsx';

/** The task tray: everything that was told, newest first, until it is dismissed. */
export function NoticeTray() {
  const t = useText();
  const { notices } = useHost();
  const list = useStore(notices.store);
  const { anchor, open, close, trigger } = useDisclosure();
  const unread = list.filter((notice) => !notice.read).length;

  useEffect(() => {
    if (open) notices.markRead();
  }, [open, notices]);

  return (
    <>
      <button
        {...trigger}
        type="button"
        className="shell-bar-button"
        aria-haspopup="dialog"
        aria-label={unread > 0 ? t('notices.unread', { count: unread }) : t('notices.title')}
        title={t('notices.title')}
      >
        <Icon name="bell" />
        {unread > 0 && <span className="shell-bar-count">{unread > 9 ? '9+' : unread}</span>}
      </button>
      {open && (
        <FloatingPanel
          anchor={anchor}
          align="end"
          onClose={close}
          role="dialog"
          aria-label={t('notices.title')}
          className="shell-tray"
        >
          <div className="shell-tray-head">
            <h2>{t('notices.title')}</h2>
            {list.length > 0 && (
              <button type="button" className="shell-text-button" onClick={notices.dismissAll}>
                {t('notices.dismissAll')}
              </button>
            )}
          </div>
          {list.length === 0 && <p className="shell-tray-empty">{t('notices.none')}</p>}
          <ul className="shell-tray-list">
            {list.map((notice) => (
              <li key={notice.id} className="shell-notice" data-tone={notice.tone}>
                <NoticeBody notice={notice} />
                <div className="shell-notice-aside">
                  <Time value={notice.at} />
                  <IconButton
                    icon="x"
                    size="sm"
                    label={t('notices.dismiss')}
                    onClick={() => notices.dismiss(notice.id)}
                  />
                </div>
              </li>
            ))}
          </ul>
        </FloatingPanel>
      )}
    </>
  );
}
