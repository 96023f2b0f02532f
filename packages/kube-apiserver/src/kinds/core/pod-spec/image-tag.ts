/**
 * Whether a reference means the newest image: it has the tag `latest`, or neither tag nor digest. Source of the grammar:
 * github.com/distribution/reference.
 */
export function isLatestImage(reference: string): boolean {
  const digest = reference.indexOf('@');
  const named = digest < 0 ? reference : reference.slice(0, digest);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const path = name.slice(name.indexOf('/') + 1);
  // What cannot be read as a reference has no tag at all.
  if (name === '' || /[^a-z0-9._/-]/.test(path) || /\s/.test(reference)) return false;
  const tag = colon < 0 ? '' : named.slice(colon + 1);
  return tag === 'latest' || (tag === '' && colon < 0 && digest < 0);
}
