/** Where the pages of this extension are. */

export const MARKETPLACE = '/extensions/marketplace';
export const INSTALLED = '/extensions/installed';
export const REPOSITORIES = '/extensions/repositories';
/** What uninstalled extensions have left, on the page of what is installed. */
export const LEFT_BEHIND = `${INSTALLED}#left-behind`;

/** The page of an extension in the Marketplace; without a version that of the recommended one. */
export function extensionUrl(name: string, options: { version?: string | undefined; tab?: string | undefined } = {}) {
  return `${MARKETPLACE}/${encodeURIComponent(name)}${query(options)}`;
}

/** The steps to install a version, or to upgrade to it. `goal`: the extension to go on with afterwards. */
export function installUrl(
  name: string,
  version?: string | undefined,
  { goal }: { goal?: string | undefined } = {},
): string {
  return `${MARKETPLACE}/${encodeURIComponent(name)}/install${query({ version, goal })}`;
}

export function installationUrl(
  name: string,
  options: { tab?: string | undefined; goal?: string | undefined } = {},
): string {
  return `${INSTALLED}/${encodeURIComponent(name)}${query(options)}`;
}

function query(values: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) params.set(name, value);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
