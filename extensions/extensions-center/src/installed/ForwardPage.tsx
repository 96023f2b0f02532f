import { Navigate, useSearchParams } from 'react-router';
import { INSTALLED, installationUrl } from '../urls.ts';

/** Where the list was before: bookmarks and links lead on. */
export default function ForwardPage() {
  const [params] = useSearchParams();
  const name = params.get('extension');
  return <Navigate replace to={name === null ? INSTALLED : installationUrl(name)} />;
}
