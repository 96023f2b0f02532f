import { RegistryError } from '../registry-error.ts';
import { shownUrl } from './transport.ts';

/** What an answer other than the wanted one means. What 404 means depends on the question. */
export function statusFailure(url: URL, status: number, notFound: RegistryError): RegistryError {
  if (status === 404 || status === 410) return notFound;
  const params = { url: shownUrl(url), host: url.host, status };
  return new RegistryError(status === 401 || status === 403 ? 'LB7206' : 'LB7208', params);
}
