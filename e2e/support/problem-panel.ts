import type { Locator } from 'playwright-core';

/** The places inside a part of the page that explain a failure by its number. */
export const problemPanels = (part: Locator, code = /LB\d{4}/): Locator =>
  part.getByRole('alert').or(part.getByRole('note')).filter({ hasText: code });

export const retryButton = (panel: Locator): Locator => panel.getByRole('button', { name: 'Try again' });

export const disableButton = (panel: Locator): Locator => panel.getByRole('button', { name: /^Disable/ });
