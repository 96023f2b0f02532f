import { useLocale, useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { useSearchParams } from 'react-router';
import type { ExtensionDetail } from '../center-api.ts';
import { useVersion } from '../queries.ts';
import { NamedExtension } from '../shared/NamedExtension.tsx';
import { PageState } from '../shared/PageState.tsx';
import { textIn } from '../texts.ts';
import { extensionUrl, MARKETPLACE } from '../urls.ts';
import { Wizard } from './Wizard.tsx';
import './wizard.css';

/** The way to install an extension, or to another version of one. Version and step are in the URL. */
export default function InstallPage() {
  return <NamedExtension skeleton="form">{(detail) => <Chosen detail={detail} />}</NamedExtension>;
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
  const head = (
    <PageHeader
      breadcrumbs={[
        { label: t('marketplace.title'), href: MARKETPLACE },
        { label: title, href: extensionUrl(card.name) },
        { label: t('wizard.crumb.install') },
      ]}
      title={t('wizard.title.install', { title })}
    />
  );
  return (
    <PageState
      query={query}
      failed={t('detail.version.failed', { version: asked })}
      resource="kubesphere.io/extensions"
      skeleton="form"
      head={head}
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
          head
        )
      }
    </PageState>
  );
}
