import { Callout } from '@luban/ui/shell';
import type { ApiError } from '../host/api.ts';
import { useText } from '../i18n/text.ts';

/** What the server said about a request that it refused, or that nothing answered. */
export function ApiProblem({ error }: { error: ApiError }) {
  const t = useText();
  return (
    <Callout
      tone="danger"
      role="alert"
      title={error.code ? `${error.message} (${error.code})` : t('signIn.unreachable')}
    >
      {error.cure ?? (error.code ? undefined : error.message)}
    </Callout>
  );
}
