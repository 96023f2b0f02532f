import { type ComponentProps, type ComponentType, createContext, use } from 'react';
import type { UiStrings } from './strings.ts';
import { en } from './strings-en.ts';

/** What a router's link must accept to stand in for `<a href>`. */
export type LinkComponent = ComponentType<ComponentProps<'a'> & { readonly href: string }> | 'a';

export interface UiContextValue {
  /** BCP 47 tag, for dates, numbers and the built-in words. */
  readonly locale: string;
  readonly strings: UiStrings;
  /** Nonce for `<style>` elements, should a component ever need one. None does today. */
  readonly nonce?: string | undefined;
  readonly link: LinkComponent;
  /** False outside of any provider; the outermost provider is the one that shows toasts and confirmations. */
  readonly provided: boolean;
}

export const UiContext = createContext<UiContextValue>({ locale: 'en', strings: en, link: 'a', provided: false });

/** Locale, words and link of the nearest `UiProvider`; English and plain `<a>` without one. */
export function useUi(): UiContextValue {
  return use(UiContext);
}
