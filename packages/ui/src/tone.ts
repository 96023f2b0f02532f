import type { IconName } from './icons.ts';

/** The five status colours, and neutral. A tone is never shown by colour alone. */
export type Tone = 'ok' | 'info' | 'warning' | 'danger' | 'neutral' | 'progress';

/** A glyph of its own shape for each tone, so that they differ without colour. */
export const toneIcon: Readonly<Record<Tone, IconName>> = {
  ok: 'circle-check',
  info: 'info',
  warning: 'alert',
  danger: 'circle-x',
  neutral: 'circle-minus',
  progress: 'loader',
};
