import { Icon, toneIcon } from '@luban/ui/shell';
import { useText } from '../i18n/text.ts';
import type { KeptNotice } from './notice-list.ts';

/** Glyph, number, sentence, how often, and what can be done. */
export function NoticeBody({ notice }: { notice: KeptNotice }) {
  const t = useText();
  const { tone, code, title, description, count, actions = [] } = notice;
  return (
    <>
      <Icon
        name={toneIcon[tone === 'success' ? 'ok' : tone]}
        label={t(`notices.tone.${tone}`)}
        className="shell-notice-glyph"
      />
      <div className="shell-notice-body">
        <p className="shell-notice-title">
          <bdi>{title}</bdi>
          {count > 1 && <span className="shell-notice-times">{t('notices.times', { count })}</span>}
          {code && <code className="shell-notice-code">{code}</code>}
        </p>
        {description && <p className="shell-notice-text">{description}</p>}
        {actions.length > 0 && (
          <p className="shell-notice-actions">
            {actions.map((action) => (
              <button key={action.label} type="button" className="shell-text-button" onClick={action.run}>
                {action.label}
              </button>
            ))}
          </p>
        )}
      </div>
    </>
  );
}
