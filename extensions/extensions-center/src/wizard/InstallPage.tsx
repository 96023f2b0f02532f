import { useLocale, useT } from '@luban/sdk';
import { EmptyState, LinkButton, PageHeader } from '@luban/ui';
import { useParams, useSearchParams } from 'react-router';
import type { ExtensionDetail } from '../center-api.ts';
import { useExtensionDetail, useVersion } from '../queries.ts';
import { PageState } from '../shared/PageState.tsx';
import '../shared/shared.css';
import { textIn } from '../texts.ts';
import { extensionUrl, MARKETPLACE } from '../urls.ts';
import { useCenterEvents } from '../use-center-events.ts';
import { Wizard } from './Wizard.tsx';
import './wizard.css';

/** The way to install an extension, or to another version of one. Version and step are in the URL. */
export default function InstallPage() {
  useCenterEvents();
  const t = useT();
  const { name = '' } = useParams();
  const detail = useExtensionDetail(name);
  return (
    <div className="center-page">
      <PageState
        query={detail}
        failed={t('detail.failed', { name })}
        resource="kubesphere.io/extensions"
        skeleton="form"
        absent={<Absent name={name} />}
      >
        {(data) => <Chosen detail={data} />}
      </PageState>
    </div>
  );
}

function Absent({ name }: { name: string }) {
  const t = useT();
  return (
    <>
      <PageHeader breadcrumbs={[{ label: t('marketplace.title'), href: MARKETPLACE }, { label: name }]} title={name} />
      <EmptyState
        kind="nothing"
        title={t('detail.absent', { name })}
        description={t('detail.absent.help')}
        action={<LinkButton href={MARKETPLACE}>{t('detail.absent.action')}</LinkButton>}
      />
    </>
  );
}

function Chosen({ detail }: { detail: ExtensionDetail }) {
  const t = useT();
  const locale = useLocale();
  const [params] = useSearchParams();
  const { card, versions } = detail;
  const asked = params.get('version') ?? card.recommendedVersion ?? card.latestVersion;
  const chosen = versions.find(({ version }) => version === asked) ?? versions[0];
  const query = useVersion(card.name, chosen?.version);
  const title = textIn(card.displayName, locale) || card.name;
  return (
    <PageState
      query={query}
      failed={t('detail.version.failed', { version: asked })}
      resource="kubesphere.io/extensions"
      skeleton="form"
    >
      {(version) =>
        chosen !== undefined && version.version === chosen.version ? (
          <Wizard
            key={chosen.version}
            detail={detail}
            title={title}
            chosen={chosen}
            version={version}
            installation={detail.installation}
          />
        ) : (
          <PageHeader
            breadcrumbs={[
              { label: t('marketplace.title'), href: MARKETPLACE },
              { label: title, href: extensionUrl(card.name) },
              { label: t('wizard.crumb.install') },
            ]}
            title={t('wizard.title.install', { title })}
          />
        )
      }
    </PageState>
  );
}
