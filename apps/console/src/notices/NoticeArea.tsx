import { IconButton } from '@luban/ui/shell';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { NoticeBody } from './NoticeBody.tsx';
import { standingNotices } from './notice-list.ts';

/** Between the top bar and the content: what stays until it is dismissed. The worst one is shown, the rest on demand. */
export function NoticeArea() {
  const t = useText();
  const { notices } = useHost();
  const standing = standingNotices(useStore(notices.store));
  const [unfolded, setUnfolded] = useState(false);
  const shown = unfolded ? standing : standing.slice(0, 1);
  const more = standing.length - 1;

  return (
    <section aria-label={t('notices.area')} className="shell-notices" role="status" hidden={standing.length === 0}>
      {shown.map((notice, position) => (
        <div key={notice.id} className="shell-notice" data-tone={notice.tone}>
          <NoticeBody notice={notice} />
          <div className="shell-notice-aside">
            {position === 0 && more > 0 && (
              <button
                type="button"
                className="shell-text-button"
                aria-expanded={unfolded}
                onClick={() => setUnfolded(!unfolded)}
              >
                {unfolded ? t('notices.fewer') : t('notices.more', { count: more })}
              </button>
            )}
            <IconButton icon="x" size="sm" label={t('notices.dismiss')} onClick={() => notices.dismiss(notice.id)} />
          </div>
        </div>
      ))}
    </section>
  );
}
