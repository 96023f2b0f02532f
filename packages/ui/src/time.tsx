import { type ReactNode, useSyncExternalStore } from 'react';
import { clock } from './clock.ts';
import { briefDistance, relativeTime } from './relative-time.ts';
import { useUi } from './ui-context.ts';

export interface TimeProps {
  /** A date, ISO 8601 text, or milliseconds since 1970. */
  readonly value: Date | string | number;
  /** Shows the absolute time in the text as well, with the relative one on hover. */
  readonly absolute?: boolean;
  /** "3m" for "3 minutes ago", in columns of ages. */
  readonly short?: boolean;
  readonly className?: string;
}

/** A moment: relative in the text and kept up to date, absolute on hover. Unreadable values show as they are. */
export function Time({ value, absolute = false, short = false, className }: TimeProps): ReactNode {
  const { locale, strings } = useUi();
  const now = useSyncExternalStore(clock.subscribe, clock.now, clock.now);
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return <span className={className}>{String(value)}</span>;
  const relative = (short ? briefDistance : relativeTime)(date.getTime(), now, locale) ?? strings.now;
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
  return (
    <time className={className} dateTime={date.toISOString()} title={absolute ? relative : full}>
      {absolute ? full : relative}
    </time>
  );
}
