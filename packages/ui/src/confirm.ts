import type { ReactNode } from 'react';
import { createQueue } from './queue.ts';

export interface ConfirmOptions {
  readonly title: string;
  readonly description?: ReactNode;
  /** A verb: "Remove", "Roll back". */
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly danger?: boolean;
  /** The confirm button stays disabled until this text was typed, for what cannot be undone. */
  readonly typeToConfirm?: string;
  /** Runs while the dialog stays open and busy; a rejection is shown in it. */
  readonly onConfirm?: () => void | Promise<void>;
}

export interface Confirmation extends ConfirmOptions {
  readonly key: number;
  readonly settle: (confirmed: boolean) => void;
}

export const confirmations = createQueue<Confirmation>();
let lastKey = 0;

/**
 * Asks in a dialog and resolves to the answer; never rejects. Works anywhere below a `UiProvider`; several questions
 * are asked one after the other.
 */
export function confirm(options: ConfirmOptions): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const key = ++lastKey;
  const settle = (confirmed: boolean) => {
    confirmations.change((items) => items.filter((item) => item.key !== key));
    resolve(confirmed);
  };
  confirmations.change((items) => [...items, { ...options, key, settle }]);
  return promise;
}

/** `confirm` as a hook, for those who prefer to see it among a component's dependencies. */
export function useConfirm(): (options: ConfirmOptions) => Promise<boolean> {
  return confirm;
}
