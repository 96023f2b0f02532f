import { useExtension, useT } from '@luban/sdk';
import { Callout, Skeleton, Status } from '@luban/ui';
import { useQuery } from '@tanstack/react-query';
import { readVersion } from '../api.ts';
import type { Installation, VersionDetail } from '../center-api.ts';
import { PermissionsTab } from '../detail/PermissionsTab.tsx';
import '../detail/detail.css';
import { keys } from '../queries.ts';
import { RuleList } from '../shared/RuleList.tsx';
import { differenceOf } from './rights-difference.ts';

interface Props {
  readonly version: VersionDetail;
  readonly installation: Installation | undefined;
}

/** What it may do. On the way to another version only what is different, since the rest was agreed to. */
export function RightsStep({ version, installation }: Props) {
  const before = installation?.version;
  if (before === undefined) return <PermissionsTab version={version} />;
  return <Difference version={version} before={before} />;
}

function Difference({ version, before }: { version: VersionDetail; before: string }) {
  const t = useT();
  const { fetch } = useExtension();
  const query = useQuery({
    queryKey: keys.version(version.name, before),
    queryFn: ({ signal }) => readVersion(fetch, version.name, before, signal),
    retry: 1,
  });
  if (query.isPending) return <Skeleton shape="block" />;
  // Without the old version all of it counts as new: the review shows what was really agreed to.
  if (query.isError) return <PermissionsTab version={version} />;
  const { added, removed } = differenceOf(query.data.permissions.rules, version.permissions.rules);
  if (added.length === 0 && removed.length === 0) {
    return <Status tone="ok">{t('wizard.rights.same', { version: before })}</Status>;
  }
  return (
    <>
      {added.length > 0 ? (
        <section className="wizard-section">
          <h3>{t('wizard.rights.added')}</h3>
          <Callout tone="warning" title={t('wizard.rights.added.help')}>
            <RuleList rules={added} />
          </Callout>
        </section>
      ) : (
        <Status tone="ok">{t('wizard.rights.nothingNew')}</Status>
      )}
      {removed.length > 0 && (
        <section className="wizard-section">
          <h3>{t('wizard.rights.removed')}</h3>
          <RuleList rules={removed} />
        </section>
      )}
    </>
  );
}
