import { useT } from '@luban/sdk';
import type { Installation } from '../center-api.ts';
import { AddsTab } from '../detail/AddsTab.tsx';
import { PermissionsTab } from '../detail/PermissionsTab.tsx';
import '../detail/detail.css';
import { useVersion } from '../queries.ts';
import { isInstalled } from '../shared/installation-state.ts';
import { PageState } from '../shared/PageState.tsx';

interface Props {
  readonly installation: Installation;
  readonly shown: 'adds' | 'permissions';
}

/** What the version in force adds to the console and to clusters, or what it was granted. */
export default function InForceTab({ installation, shown }: Props) {
  const t = useT();
  const { name, version, plannedVersion, enabled } = installation;
  const asked = version ?? plannedVersion;
  const query = useVersion(name, asked);
  return (
    <PageState
      query={query}
      failed={t('detail.version.failed', { version: asked })}
      resource="kubesphere.io/extensions"
      skeleton="detail"
    >
      {(data) =>
        shown === 'adds' ? (
          <AddsTab version={data} reachable={enabled && isInstalled(installation)} />
        ) : (
          <PermissionsTab version={data} />
        )
      }
    </PageState>
  );
}
