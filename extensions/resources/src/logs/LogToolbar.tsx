import { useLocale, useT } from '@luban/sdk';
import { buttonClass, Icon, IconButton, type IconName, SearchField } from '@luban/ui';
import type { ReactNode } from 'react';
import type { LogSettings } from './LogView.tsx';

interface Props {
  readonly settings: LogSettings;
  readonly onChange: (change: Partial<LogSettings>) => void;
  readonly choices: ReactNode;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly matches: number;
  /** Which of the matches is looked at, from 0. */
  readonly match: number;
  readonly onMatch: (index: number) => void;
  readonly onEnd: () => void;
  /** The whole log from the cluster; absent for several at once. */
  readonly download: { readonly href: string; readonly name: string } | undefined;
}

/** What is read, what is looked for in it, and how it is shown. */
export function LogToolbar(props: Props) {
  const { settings, onChange, query, match, matches, onMatch } = props;
  const t = useT();
  const locale = useLocale();
  const toggle = (name: keyof LogSettings, icon: IconName, label: string) => (
    <IconButton
      icon={icon}
      label={label}
      aria-pressed={settings[name]}
      onClick={() => onChange({ [name]: !settings[name] })}
    />
  );
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  return (
    <div className="res-bar">
      {props.choices}
      <span className="res-bar-search">
        <SearchField
          label={t('logs.search')}
          value={query}
          onValueChange={props.onQuery}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onMatch(match + (event.shiftKey ? -1 : 1));
          }}
        />
      </span>
      {query !== '' && (
        <>
          <span className="res-count" role="status">
            {matches === 0 ? t('logs.noMatch') : t('logs.match', { match: number(match + 1), count: number(matches) })}
          </span>
          <IconButton icon="chevron-up" label={t('logs.before')} onClick={() => onMatch(match - 1)} />
          <IconButton icon="chevron-down" label={t('logs.after')} onClick={() => onMatch(match + 1)} />
          {toggle('onlyMatches', 'filter', t('logs.onlyMatches'))}
        </>
      )}
      <span className="res-bar-end res-bar-tools">
        {toggle('follow', settings.follow ? 'pause' : 'play', t('logs.follow'))}
        {toggle('previous', 'undo', t('logs.previous'))}
        {toggle('timestamps', 'clock', t('logs.timestamps'))}
        {toggle('wrap', 'wrap', t('logs.wrap'))}
        <IconButton icon="end" label={t('logs.end')} onClick={props.onEnd} />
        {props.download && (
          <a
            className={`${buttonClass({ variant: 'ghost' })} lb-icon-button`}
            href={props.download.href}
            download={props.download.name}
            title={t('logs.download')}
            aria-label={t('logs.download')}
          >
            <Icon name="download" />
          </a>
        )}
      </span>
    </div>
  );
}
