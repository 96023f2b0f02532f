import { type ReactNode, useSyncExternalStore } from 'react';
import { announced } from './toast.ts';

/**
 * The live region for toasts. It is in the page before the first of them, because screen readers only speak of changes
 * to regions that they already know. Errors are spoken at once, the rest when the reader pauses.
 */
export function Announcer(): ReactNode {
  const [latest] = useSyncExternalStore(announced.subscribe, announced.items, announced.items);
  const text = latest === undefined ? '' : [latest.title, latest.description].filter(Boolean).join('. ');
  const urgent = latest?.tone === 'danger';
  return (
    <div className="lb-hidden">
      <div role="status" aria-live="polite" aria-atomic="true">
        {urgent ? '' : text}
      </div>
      <div role="alert" aria-live="assertive" aria-atomic="true">
        {urgent ? text : ''}
      </div>
    </div>
  );
}
