import type { Page } from 'playwright-core';
import { ADMIN } from './product.ts';

/** Signs in through the form, as a person does. */
export async function signIn(page: Page, credentials = ADMIN): Promise<void> {
  await page.getByRole('textbox', { name: 'Username' }).fill(credentials.username);
  await page.getByLabel('Password', { exact: true }).fill(credentials.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
