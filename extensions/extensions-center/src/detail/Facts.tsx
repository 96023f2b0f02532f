import { Link, useLocale, useT } from '@luban/sdk';
import { CodeBlock, CopyButton, DescriptionList, Dialog, Status, Time } from '@luban/ui';
import { useState } from 'react';
import type { ExtensionDetail, VersionDetail } from '../center-api.ts';
import { useCategory } from '../queries.ts';
import { SafeLink } from '../shared/safe-link.tsx';
import { sizeText } from '../shared/size-text.ts';
import { textIn } from '../texts.ts';
import { MARKETPLACE } from '../urls.ts';

const SIGNATURE_TONES = { verified: 'ok', unsigned: 'neutral', unchecked: 'neutral' } as const;

/** The facts of a version, at the side of its description. */
export function Facts({ detail: { card, versions }, version }: { detail: ExtensionDetail; version: VersionDetail }) {
  const t = useT();
  const created = versions.find((entry) => entry.version === version.version)?.created;
  const { license, home, docs, sources, maintainers, images, keywords, kubeVersion, ksVersion } = version;
  const items = [
    { id: 'version', description: version.version },
    { id: 'category', description: card.category && <CategoryLink name={card.category} /> },
    { id: 'repository', description: card.repository ?? t('marketplace.repository.none') },
    { id: 'created', description: created && <Time value={created} /> },
    { id: 'license', description: license && <License text={license} /> },
    { id: 'home', description: home && <SafeLink href={home}>{shortened(home)}</SafeLink> },
    { id: 'docs', description: docs && <SafeLink href={docs}>{shortened(docs)}</SafeLink> },
    {
      id: 'sources',
      description: sources.length > 0 && (
        <Lines
          items={sources.map((url) => [
            url,
            <SafeLink key={url} href={url}>
              {shortened(url)}
            </SafeLink>,
          ])}
        />
      ),
    },
    {
      id: 'maintainers',
      description: maintainers.length > 0 && (
        <Lines
          items={maintainers.map(({ name, url, email }) => [
            name,
            <SafeLink key={name} href={url ?? (email === undefined ? undefined : `mailto:${email}`)}>
              {name}
            </SafeLink>,
          ])}
        />
      ),
    },
    { id: 'keywords', description: keywords.join(', ') },
    { id: 'mode', description: t(`detail.mode.${version.installationMode}`) },
    { id: 'namespace', description: version.namespace && <code>{version.namespace}</code> },
    { id: 'kubeVersion', description: kubeVersion && <code>{kubeVersion}</code> },
    { id: 'ksVersion', description: ksVersion && <code>{ksVersion}</code> },
    { id: 'size', description: sizeText(version.size) },
    {
      id: 'signature',
      description: (
        <Status tone={SIGNATURE_TONES[version.signature]}>{t(`detail.signature.${version.signature}`)}</Status>
      ),
    },
    {
      id: 'digest',
      description: (
        <span className="detail-digest">
          <code className="center-clip" title={version.digest}>
            {version.digest}
          </code>
          <CopyButton text={version.digest} label={t('detail.digest.copy')} />
        </span>
      ),
    },
  ];
  return (
    <aside className="detail-facts" aria-label={t('detail.facts')}>
      <DescriptionList
        items={items
          .filter(({ description }) => description !== undefined && description !== false && description !== '')
          .map(({ id, description }) => ({ id, term: t(`detail.fact.${id}`), description }))}
      />
      {images.length > 0 && (
        <details className="detail-images">
          <summary>{t('detail.images', { count: images.length })}</summary>
          <p className="center-muted">{t('detail.images.help')}</p>
          <CodeBlock code={images.join('\n')} label={t('detail.images.label')} />
        </details>
      )}
    </aside>
  );
}

function Lines({ items }: { items: readonly (readonly [string, React.ReactNode])[] }) {
  return (
    <ul>
      {items.map(([key, content]) => (
        <li key={key}>{content}</li>
      ))}
    </ul>
  );
}

/** Its name; packages that bring the whole text have it behind that. */
function License({ text }: { text: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const lines = text.trim().split('\n');
  const name = lines[0]?.trim().slice(0, 60) ?? '';
  if (lines.length === 1 && text.trim().length <= 60) return name;
  return (
    <>
      <button type="button" className="lb-link detail-license" onClick={() => setOpen(true)}>
        {name}
      </button>
      <Dialog open={open} size="lg" onOpenChange={setOpen} title={t('detail.fact.license')}>
        <CodeBlock code={text} wrap />
      </Dialog>
    </>
  );
}

/** By its title; by its name until that is known, and where nobody has described the category. */
function CategoryLink({ name }: { name: string }) {
  const locale = useLocale();
  const category = useCategory(name).data;
  return (
    <Link className="lb-link" to={`${MARKETPLACE}?category=${encodeURIComponent(name)}`}>
      {textIn(category, locale) || name}
    </Link>
  );
}

/** `github.com/owner/name` */
function shortened(url: string): string {
  return url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
}
