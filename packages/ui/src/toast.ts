import { createQueue } from './queue.ts';
import type { Tone } from './tone.ts';

export interface ToastOptions {
  readonly title: string;
  readonly description?: string;
  /** Default: `neutral`. */
  readonly tone?: Tone;
  readonly action?: { readonly label: string; readonly onClick: () => void };
  /** Milliseconds until it leaves by itself; 0 keeps it. Default: 5000; 10000 with an action; 0 for `danger` and `progress`. */
  readonly timeout?: number;
  /** A toast with the same id replaces the earlier one. Default: one per tone, title and description, counted. */
  readonly id?: string;
}

export interface ToastItem extends Required<Pick<ToastOptions, 'title' | 'tone' | 'timeout' | 'id'>> {
  readonly description?: string | undefined;
  readonly action?: ToastOptions['action'];
  /** How often the same thing was said while it was on screen. */
  readonly count: number;
}

export const toasts = createQueue<ToastItem>();

/** The toast to be read out: the newest, and none once that has gone, lest an older one be read out again. */
export const announced = createQueue<ToastItem>();

/**
 * Tells of the outcome of background work. Errors of something a person is looking at belong beside it, not here.
 * Works from anywhere in the page, as long as a `UiProvider` (or a `Toaster`) is mounted. Returns the toast's id.
 */
export function toast(options: ToastOptions): string {
  const tone = options.tone ?? 'neutral';
  const id = options.id ?? `${tone} ${options.title} ${options.description ?? ''}`;
  toasts.change((items) => {
    const earlier = items.find((item) => item.id === id);
    const repeated = earlier !== undefined && options.id === undefined;
    const item: ToastItem = {
      ...options,
      id,
      tone,
      timeout: options.timeout ?? defaultTimeout(options, tone),
      count: repeated ? earlier.count + 1 : 1,
    };
    announced.change(() => [item]);
    return earlier === undefined ? [...items, item] : items.map((other) => (other === earlier ? item : other));
  });
  return id;
}

/** Removes one toast, or all of them. */
export function dismissToast(id?: string): void {
  for (const queue of [toasts, announced]) {
    queue.change((items) => (id === undefined ? [] : items.filter((item) => item.id !== id)));
  }
}

function defaultTimeout(options: ToastOptions, tone: Tone): number {
  if (tone === 'danger' || tone === 'progress') return 0;
  return options.action === undefined ? 5_000 : 10_000;
}
