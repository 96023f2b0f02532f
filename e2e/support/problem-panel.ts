import type { Locator } from 'playwright-core';

/** The panels with a problem number inside a part of the page. */
export const problemPanels = (part: Locator): Locator => part.getByRole('alert').filter({ hasText: /LB\d{4}/ });

export const retryButton = (panel: Locator): Locator => panel.getByRole('button', { name: 'Try again' });

export const disableButton = (panel: Locator): Locator => panel.getByRole('button', { name: /^Disable/ });
