import { lazy, type ReactNode, Suspense, useMemo, useSyncExternalStore } from 'react';
import { Announcer } from './announcer.tsx';
import { confirmations } from './confirm.ts';
import type { UiStrings } from './strings.ts';
import { en } from './strings-en.ts';
import { zh } from './strings-zh.ts';
import { toasts } from './toast.ts';
import { type LinkComponent, UiContext, useUi } from './ui-context.ts';

export interface UiProviderProps {
  readonly children: ReactNode;
  /** Default: the enclosing provider's, or `en`. Words are built in for en and zh; other locales read English. */
  readonly locale?: string;
  /** Replaces single words. */
  readonly strings?: Partial<UiStrings>;
  readonly nonce?: string;
  /** The router's link, so that buttons and breadcrumbs navigate without loading the page. Default: `a`. */
  readonly link?: LinkComponent;
}

const Toaster = lazy(async () => ({ default: (await import('./toaster.tsx')).Toaster }));
const ConfirmHost = lazy(async () => ({ default: (await import('./confirm-host.tsx')).ConfirmHost }));

/**
 * Gives components their locale, words and link. The outermost one also shows what `toast()` and `confirm()` ask for;
 * the code for that is fetched on first use.
 */
export function UiProvider({ children, locale, strings, nonce, link }: UiProviderProps): ReactNode {
  const outer = useUi();
  const tag = locale ?? outer.locale;
  const value = useMemo(
    () => ({
      locale: tag,
      strings: { ...(locale === undefined ? outer.strings : wordsFor(locale)), ...strings },
      nonce: nonce ?? outer.nonce,
      link: link ?? outer.link,
      provided: true,
    }),
    [tag, locale, strings, nonce, link, outer],
  );
  return (
    <UiContext value={value}>
      {children}
      {!outer.provided && <Hosts />}
    </UiContext>
  );
}

function Hosts(): ReactNode {
  const toasting = useSyncExternalStore(toasts.subscribe, toasts.everUsed, never);
  const asking = useSyncExternalStore(confirmations.subscribe, confirmations.everUsed, never);
  return (
    <>
      <Announcer />
      <Suspense>{toasting && <Toaster />}</Suspense>
      <Suspense>{asking && <ConfirmHost />}</Suspense>
    </>
  );
}

const never = () => false;

function wordsFor(locale: string): UiStrings {
  return locale.toLowerCase().startsWith('zh') ? zh : en;
}
