import { useT } from '@luban/sdk';
import type { Installation } from '../center-api.ts';
import { PermissionsTab } from '../detail/PermissionsTab.tsx';
import '../detail/detail.css';
import { useVersion } from '../queries.ts';
import { PageState } from '../shared/PageState.tsx';

/** What the version in force was granted. */
export default function GrantedTab({
  installation: { name, version, plannedVersion },
}: {
  installation: Installation;
}) {
  const t = useT();
  const shown = version ?? plannedVersion;
  const query = useVersion(name, shown);
  return (
    <PageState
      query={query}
      failed={t('detail.version.failed', { version: shown })}
      resource="kubesphere.io/extensions"
      skeleton="detail"
    >
      {(data) => <PermissionsTab version={data} />}
    </PageState>
  );
}
