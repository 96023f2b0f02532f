/**
 * Which extension may serve a link. The first segment below `/dist/` belongs to the extension of that name, or to the one
 * whose name and a `-` it begins with: `/dist/devops-frontend/…` is of `devops`, as charts have it. Of several the longest
 * name has it, so that `dev` gets nothing of an extension `dev-ops`.
 *
 * @param extensions names of all that have objects here
 */
export function ownerOfLink(link: string, extensions: Iterable<string>): string | undefined {
  const segment = link.split('/')[2] ?? '';
  let owner: string | undefined;
  for (const name of extensions) {
    const has = segment === name || segment.startsWith(`${name}-`);
    if (has && (owner === undefined || name.length > owner.length)) owner = name;
  }
  return owner;
}
