/** @throws Error with the number, the sentence and the cure */
export async function expectOk(response: Response): Promise<void> {
  if (response.ok) return;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { code?: string; message?: string; cure?: string } }
    | undefined;
  const { code = `HTTP ${response.status}`, message = response.statusText, cure = '' } = body?.error ?? {};
  throw new Error(`${code}: ${message} ${cure}`.trim());
}
